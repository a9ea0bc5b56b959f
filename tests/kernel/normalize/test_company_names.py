"""A clearly different name is told from another spelling of the same."""

import pytest

from mauntic.kernel.normalize import is_no_company, names_differ


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Helvex Energy", "Helvex Healthcare"),
        ("Boulangerie Dupré", "Garage Garnier"),
        ("Kiln & Clay", "Bramble Dental"),
        ("Otter Boats", "Otter Yachts"),
        ("Acme Germany GmbH", "Acme France SAS"),
    ],
)
def test_names_of_two_companies_differ(one, other):
    assert names_differ(one, other)
    assert names_differ(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Quince Ltd", "Quince Limited"),
        ("Vetch", "Vetch GmbH & Co. KG"),
        ("Álvaro, S.A.", "alvaro"),
        ("The Acme Group", "Acme"),
        ("Acme", "Acme Germany"),
        ("HappiLabs", "Happi Labs, Inc."),
        ("Microsoft", "Microsft"),
        ("IBM", "International Business Machines Corp."),
        ("Bank of America", "BOA"),
        ("Procter & Gamble", "P&G"),
        ("株式会社トヨタ", "Toyota"),
        ("", "Acme"),
    ],
)
def test_spellings_of_one_name_do_not_differ(one, other):
    assert not names_differ(one, other)
    assert not names_differ(other, one)


@pytest.mark.parametrize(
    "name",
    ["-", "--", "N/A", "n.a.", "NULL", "None", "k. A.", "Self-employed", "Selbstständig", "Autónomo", "?"],
)
def test_what_stands_for_no_company_is_none(name):
    assert is_no_company(name)


@pytest.mark.parametrize(
    "name", ["Private Label Ltd", "NA-KD", "3M", "Freelancer.com", "X", "株式会社", "Nil Foods"]
)
def test_a_name_is_a_company(name):
    assert not is_no_company(name)
