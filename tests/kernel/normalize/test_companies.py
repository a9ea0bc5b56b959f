"""The size of a company, in the forms in which lists and spreadsheets have it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.kernel.normalize.companies import ReadSize, company_size, read_size


@pytest.mark.parametrize(
    ("raw", "employees"),
    [
        (1, 1),
        (1.9, 1),
        (0.9, None),
        (float("inf"), None),
        ("1", 1),
        ("0", None),
        ("0-0", None),
        ("007", 7),
        ("1.250", 1250),
        ("1'250", 1250),
        ("1,250,000", 1_250_000),
        ("1.25", 1),
        ("1.5m", 1_500_000),
        ("2 k", 2_000),
        ("2 kilos", 2),  # a word that begins with k is no thousand
        ("1.250k", 1_250),
        ("250 people", 250),
        ("about 250", 250),
        ("250 in 3 offices", None),
        ("#250", None),
        ("10 000", 10_000),
    ],
)
def test_one_number_is_the_number_of_employees(raw, employees):
    assert company_size(raw) == employees


@pytest.mark.parametrize(
    ("raw", "middle"),
    [
        ("1-10", 5),
        ("11\u201350", 30),
        ("11 \u2014 50", 30),
        ("11 bis 50", 30),
        ("11 à 50", 30),
        ("11 a 50", 30),
        ("11 to 50 employees", 30),
        ("50-50", 50),
        ("1K-5K", 3_000),
        ("1-5k", 3_000),
        ("500-1K", None),  # 500 thousand is above one thousand
        ("1k-5", None),
        ("1,001-5,000", 3_000),
        ("11-50 or 60", None),
        ("-11-50", None),
    ],
)
def test_of_a_range_the_middle_counts(raw, middle):
    assert company_size(raw) == middle


@pytest.mark.parametrize(
    ("raw", "half"),
    [
        ("< 50", 25),
        ("less than 50", 25),
        ("fewer than 51", 25),
        ("Under 50", 25),
        ("up to 50", 25),
        ("below 50", 25),
        ("bis 50", 25),
        ("unter 50", 25),
        ("moins de 50", 25),
        ("< 1", 1),
        ("< 2", 1),
        ("< 3", 1),
        ("< 4", 2),
        ("more than 50", 50),
        ("50 or below", 50),  # only what stands before the number makes it a bound
    ],
)
def test_below_a_bound_half_of_it_counts_and_never_nobody(raw, half):
    assert company_size(raw) == half


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("Nov-50", ReadSize(30, "11-50")),
        ("Nov 50", ReadSize(30, "11-50")),
        ("nov. 50", ReadSize(30, "11-50")),
        ("Nov-1950", ReadSize(30, "11-50")),
        ("50-Nov", ReadSize(30, "11-50")),
        ("11-Oct", ReadSize(10, "10-11")),
        ("2-Oct", ReadSize(6, "2-10")),
        ("Jan-09", ReadSize(5, "1-9")),
        ("Ene-09", ReadSize(5, "1-9")),
        ("5-Feb", ReadSize(3, "2-5")),
        ("5-Fév", ReadSize(3, "2-5")),
        ("9-Mär", ReadSize(6, "3-9")),
        ("9-Mrz", ReadSize(6, "3-9")),
        ("9-Abr", ReadSize(6, "4-9")),
        ("9-Avr", ReadSize(6, "4-9")),
        ("9-Mai", ReadSize(7, "5-9")),
        ("9-Jun", ReadSize(7, "6-9")),
        ("9-Jul", ReadSize(8, "7-9")),
        ("9-Aoû", ReadSize(8, "8-9")),
        ("9-Ago", ReadSize(8, "8-9")),
        ("1-Sept", ReadSize(5, "1-9")),
        ("1-Okt", ReadSize(5, "1-10")),
        ("1-Dez", ReadSize(6, "1-12")),
        ("1-Dic", ReadSize(6, "1-12")),
        ("1-Dec", ReadSize(6, "1-12")),
        ("10-Oct", None),
        ("Nov-00", None),
        ("May-1998", ReadSize(51, "5-98")),
    ],
)
def test_a_month_beside_a_number_was_a_range(raw, read):
    assert read_size(raw) == read


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("1950-11-01", ReadSize(30, "11-50")),
        ("1950-11-01 00:00:00", ReadSize(30, "11-50")),
        ("1950-11-01T00:00", ReadSize(30, "11-50")),
        ("1950-11-01 00:00:00.000", ReadSize(30, "11-50")),
        ("1950-11-01 08:30:00", None),  # nobody has half an hour of employees
        ("2020-11-01", ReadSize(15, "11-20")),
        ("2026-10-02", ReadSize(6, "2-10")),
        ("2026-02-10", ReadSize(6, "2-10")),
        ("2026-01-05", ReadSize(3, "1-5")),
        ("1932-10-01", ReadSize(21, "10-32")),
        ("1931-12-01", None),
        ("2026-07-14", None),
        ("2001-01-01", None),
        ("2000-11-01", None),
    ],
)
def test_a_whole_date_was_a_range_where_such_a_range_is_usual(raw, read):
    assert read_size(raw) == read


def test_a_size_has_at_most_100_characters():
    assert company_size("50".rjust(100)) == 50
    assert company_size("50".rjust(101)) is None


@pytest.mark.parametrize("raw", [True, False, None, b"50", ["50"], {"size": 50}])
def test_only_numbers_and_texts_are_sizes(raw):
    assert read_size(raw) is None


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_a_range_lies_around_its_middle(low, more):
    read = company_size(f"{low}-{low + more}")

    assert read is not None
    assert low <= read <= low + more


# Ranges in which lists and vendors give sizes, and which a spreadsheet takes for a day and a month.
OF_DAYS = {(1, 4), (1, 5), (1, 9), (1, 10), (2, 5), (2, 9), (2, 10), (5, 9), (5, 10), (6, 10)}
OF_YEARS = {(10, 19), (10, 49), (10, 50), (11, 20), (11, 25), (11, 50)}


@pytest.mark.parametrize("low", range(1, 12))
def test_a_day_and_a_month_were_a_range_where_it_is_a_usual_one(low):
    for high in range(low + 1, 13):
        read = ReadSize((low + high) // 2, f"{low}-{high}") if (low, high) in OF_DAYS else None

        assert read_size(f"2026-{low:02}-{high:02}") == read, (low, high)
        assert read_size(f"2026-{high:02}-{low:02}") == read, (high, low)


@pytest.mark.parametrize("month", [9, 10, 11])
def test_a_month_of_a_year_was_a_range_where_it_is_a_usual_one_or_can_be_no_day(month):
    for year in range(13, 100):
        is_range = (month, year) in OF_YEARS or year > 31
        read = ReadSize((month + year) // 2, f"{month}-{year}") if is_range else None

        # The first of the month: a spreadsheet adds it where only month and year are told.
        of_day = ReadSize((1 + month) // 2, f"1-{month}") if (1, month) in OF_DAYS else None
        assert read_size(f"19{year:02}-{month:02}-01") == (read or of_day), (month, year)
