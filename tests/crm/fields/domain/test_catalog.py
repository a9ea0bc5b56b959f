from decimal import Decimal

import pytest

from mauntic.crm.fields.domain.catalog import (
    CONSENTS,
    FIELDS,
    LIFECYCLE_STAGES,
    LONGEST_VALUE,
    SENIORITIES,
    Remarked,
    quoted,
    text,
)
from mauntic.crm.fields.domain.catalog import line as one_line


def test_each_field_is_named_as_it_is_found():
    assert all(name == field.name and field.label for name, field in FIELDS.items())


def test_fields_of_the_company_are_kept_in_its_columns():
    of_company = {name: field.column_name for name, field in FIELDS.items() if field.of_company}
    assert of_company["company"] == "name"
    assert of_company["website"] == "domain"
    assert of_company["company_country"] == "country"
    assert FIELDS["country"].of_company is False


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("email", "ADA@Engines.com ", "ada@engines.com"),
        ("country", "Deutschland", "DE"),
        ("employees", "1,200", 1200),
        ("revenue", "10.5", Decimal("10.50")),
        ("title", "  Head  of\tSales ", "Head of Sales"),
    ],
)
def test_a_value_that_fits_is_kept_in_one_spelling(name, given, kept):
    assert FIELDS[name].accept(given) == kept


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("email", "ada", '"ada" is not an email address'),
        ("country", "Atlantis", '"Atlantis" is not a country'),
        ("employees", "many", "many"),
        ("title", "x" * 201, "Enter at most 200 characters, not 201."),
        ("title", "x" * (LONGEST_VALUE + 1), "Enter at most 1,000 characters, not 1,001."),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_a_sentence(name, given, said):
    with pytest.raises(ValueError, match=said):
        FIELDS[name].accept(given)


def test_a_word_that_names_no_company_is_left_out_with_a_remark():
    assert FIELDS["company"].accept("n/a") == Remarked("", '"n/a" is not the name of a company.')


def test_a_long_value_is_quoted_with_an_end():
    assert quoted(" a  b ") == '"a b"'
    assert quoted("x" * 100) == f'"{"x" * 60}…"'


def test_text_is_one_line_of_composed_letters():
    assert text("Jose\u0301\n Ruiz", 10) == "José Ruiz"
    with pytest.raises(ValueError, match="Enter at most 3 characters, not 4"):
        text("four", 3)


COMPANY_FIELDS = {
    "company", "website", "industry", "employees", "revenue", "revenue_currency", "company_country",
    "tech_stack",
}  # fmt: skip


def test_only_what_describes_the_employer_is_of_the_company():
    assert {name for name, field in FIELDS.items() if field.of_company} == COMPANY_FIELDS


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("first_name", 100),
        ("last_name", 100),
        ("full_name", 201),
        ("phone", 100),
        ("direct_phone", 100),
        ("title", 200),
        ("region", 120),
        ("source", 60),
        ("referrer", 300),
        ("company", 255),
        ("industry", 120),
        ("revenue_currency", 3),
    ],
)
def test_a_text_may_fill_its_column_and_no_more(name, most):
    field = FIELDS[name]

    assert field.accept(f"  {'x' * most} ") == "x" * most  # spaces around it do not count
    with pytest.raises(ValueError, match=rf"^Enter at most {most} characters, not {most + 1}\.$"):
        field.accept("x" * (most + 1))


def test_a_value_is_not_read_beyond_a_thousand_characters():
    padded = f"Head of Sales{' ' * 2000}"

    assert FIELDS["title"].accept(padded[:1000]) == "Head of Sales"
    with pytest.raises(ValueError, match="Enter at most 1,000 characters, not 1,001"):
        FIELDS["title"].accept(padded[:1001])


def test_a_list_of_technologies_may_be_longer_than_other_values():
    written = ";".join(f"tool{number:04}" for number in range(400)).ljust(20_000)

    assert len(FIELDS["tech_stack"].accept(written)) == 400
    with pytest.raises(ValueError, match="Enter at most 20,000 characters, not 20,001"):
        FIELDS["tech_stack"].accept(f"{written} ")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("React; Vue , Nginx|PHP\nSAP", ["React", "Vue.js", "Nginx", "PHP", "SAP"]),
        (["React", "react", "Salesforce"], ["React", "Salesforce"]),
        ("", []),
        ([], []),
        (["x" * 150], [f"X{'x' * 99}"]),
    ],
)
def test_technologies_come_as_a_list_or_in_one_text(given, kept):
    assert FIELDS["tech_stack"].accept(given) == kept


def test_a_company_has_at_most_500_technologies():
    names = [f"Tool {number}" for number in range(501)]

    assert len(FIELDS["tech_stack"].accept(names[:500])) == 500
    with pytest.raises(ValueError, match=r"^Enter at most 500 technologies, not 501\.$"):
        FIELDS["tech_stack"].accept(names)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0", Decimal(0)),
        (0, Decimal(0)),
        ("0.01", Decimal("0.01")),
        ("1.250.000,50", Decimal("1250000.50")),
        (1_000_000.129, Decimal("1000000.13")),
        ("9999999999999999", Decimal(9999999999999999)),
        (Decimal("12.345"), Decimal("12.34")),
    ],
)
def test_revenue_is_an_amount_with_cents(given, kept):
    accepted = FIELDS["revenue"].accept(given)

    assert accepted == kept
    assert accepted.as_tuple().exponent == -2


@pytest.mark.parametrize(
    "given",
    ["-1", -1, -0.01, "lots", "", "10000000000000000", 10**16, float("nan"), float("inf"), "1e5x", True, [1]],
)
def test_revenue_is_no_word_no_debt_and_not_endless(given):
    with pytest.raises(ValueError, match="is not an amount"):
        FIELDS["revenue"].accept(given)


@pytest.mark.parametrize(
    ("given", "kept"), [(1, 1), ("2147483647", 2_147_483_647), ("11-50", 30), ("10,001+", 10_001)]
)
def test_employees_are_counted(given, kept):
    assert FIELDS["employees"].accept(given) == kept


@pytest.mark.parametrize("given", ["many", 0, "2147483648", True])
def test_what_counts_nobody_is_refused(given):
    with pytest.raises(ValueError, match=r"is not a number of employees\. Enter one such as 250 or 11-50\.$"):
        FIELDS["employees"].accept(given)


def test_a_range_that_a_spreadsheet_made_a_date_of_is_read_back_with_a_remark():
    assert FIELDS["employees"].accept("Nov 50") == Remarked(
        30, '"Nov 50" is read as 11-50, which a spreadsheet changed to a date.'
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (
            "ada@engines.com; office@engines.com, ada@home.example",
            Remarked(
                "ada@engines.com",
                "first of several values, without office@engines.com, ada@home.example.",
                drops=True,
            ),
        ),
        (
            "Ada Byron <ada@engines.com>",
            Remarked("ada@engines.com", 'read from "Ada Byron <ada@engines.com>".'),
        ),
    ],
)
def test_an_address_with_something_beside_it_is_read_with_a_remark(given, kept):
    assert FIELDS["email"].accept(given) == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://www.Engines.com/about", "engines.com"),
        ("sales@engines.co.uk", "engines.co.uk"),
    ],
)
def test_the_website_of_a_company_is_its_domain(given, kept):
    assert FIELDS["website"].accept(given) == kept


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            "facebook.com/engines",
            "Many companies share facebook.com. Enter the company's own website, or leave the field empty.",
        ),
        ("none yet", '"none yet" is not a website. Enter one such as company.com.'),
    ],
)
def test_a_website_of_many_and_what_is_none_are_refused(given, said):
    with pytest.raises(ValueError, match="website") as refused:
        FIELDS["website"].accept(given)
    assert str(refused.value) == said


def test_a_profile_has_one_spelling():
    assert FIELDS["linkedin_url"].accept("linkedin.com/in/Ada-Byron/") == (
        "https://www.linkedin.com/in/ada-byron"
    )
    with pytest.raises(ValueError, match=r"^Enter the address of a person's LinkedIn profile, such as "):
        FIELDS["linkedin_url"].accept("linkedin.com/company/engines")


def test_a_profile_fits_its_column():
    handle = "x" * (300 - len("https://www.linkedin.com/in/"))

    assert len(FIELDS["linkedin_url"].accept(handle)) == 300
    with pytest.raises(ValueError, match="Enter at most 300 characters, not 301"):
        FIELDS["linkedin_url"].accept(f"{handle}x")


@pytest.mark.parametrize(
    ("given", "level"),
    [
        ("Director", "director"),
        (" C_Level ", "c_level"),
        ("Chief Technology Officer", "c_level"),
        ("C-Level", "c_level"),
        ("Founder", "c_level"),
        ("partner", "c_level"),
        ("entry", "other"),
        ("other", "other"),
    ],
)
def test_seniority_is_a_level_a_title_or_the_word_of_a_vendor(given, level):
    assert FIELDS["seniority"].accept(given) == level
    assert level in SENIORITIES


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("lifecycle_stage", ("lead", "qualified", "opportunity", "customer", "former")),
        ("consent", ("unknown", "given", "refused")),
    ],
)
def test_a_choice_is_taken_in_any_case_and_nothing_else(name, choices):
    assert choices in (LIFECYCLE_STAGES, CONSENTS)
    for choice in choices:
        assert FIELDS[name].accept(f" {choice.upper()} ") == choice
    with pytest.raises(ValueError, match="Choose one of") as refused:
        FIELDS[name].accept("maybe")
    assert str(refused.value) == f"Choose one of {', '.join(choices)}."


def test_a_correction_keeps_the_whole_value_unless_told():
    assert Remarked("a", "read").drops is False


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("x" * 60, f'"{"x" * 60}"'),
        ("x" * 61, f'"{"x" * 60}…"'),
        (f"a{' ' * 198}bc", '"a b"'),  # of a long value only the first 200 characters are looked at
        (12.5, '"12.5"'),
        ("", '""'),
    ],
)
def test_a_quote_is_short(given, shown):
    assert quoted(given) == shown


def test_a_line_has_a_limit_of_its_own():
    accept = one_line(4)

    assert accept(" four\t") == "four"
    assert accept(2026) == "2026"
    with pytest.raises(ValueError, match="Enter at most 4 characters, not 5"):
        accept("fives")
