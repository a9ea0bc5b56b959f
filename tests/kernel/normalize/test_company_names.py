"""A clearly different name is told from another spelling of the same."""

import pytest

from mauntic.kernel.normalize import is_no_company, is_same_name, names_differ


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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ford", "Fordham University Press"),
        ("Acme Dental", "Acme Rental Cars"),
        ("XYZ", "International Business Machines"),
        ("Otter", "Kiln"),
        ("Ott", "Ottawa Boats"),  # three letters are no beginning of a name
    ],
)
def test_names_that_share_a_part_of_a_word_may_differ(one, other):
    differs = not other.casefold().replace(" ", "").startswith(one.casefold()) or len(one) < 4

    assert names_differ(one, other) is names_differ(other, one) is differs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("", ""),
        ("Acme", ""),
        ("---", "Acme"),
        ("Acme", "ACME"),
        ("Acme Germany", "Germany Acme"),
        ("The Group", "Group"),
        ("Kilnwork", "Kilnworks"),
        ("Work", "Workshop Seven"),
        ("IBM Corp", "International Business Machines"),
        ("Bank of the West", "BOTW"),
        ("Bank of the West", "BW"),
        ("Яндекс", "Yandex"),
        ("Яндекс", "Kiln"),
    ],
)
def test_names_that_may_be_one_do_not_differ(one, other):
    assert names_differ(one, other) is False
    assert names_differ(other, one) is False


def test_two_names_in_another_script_are_compared():
    assert names_differ("Яндекс", "Газпром")
    assert not names_differ("Газпром", "Газпром нефть")


@pytest.mark.parametrize("name", ["0", "TBD", "not known", "No Company", "Keine Angaben", "INCONNU", "…"])
def test_a_word_for_no_company_is_known_in_any_spelling(name):
    assert is_no_company(name)
    assert not is_no_company(f"{name} Foods")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ACME ROBOTICS GmbH", "Acme Robotics", True),
        ("Müller & Söhne AG", "muller und sohne", True),
        ("Acme Group Ltd", "Acme Inc.", True),
        ("Acme", "Acme Robotics", False),
        ("Acme Robotics", "Acme Robotic", False),
        ("-", "-", False),
    ],
)
def test_names_with_the_same_words_are_the_same_whatever_their_case_and_legal_form(one, other, same):
    assert is_same_name(one, other) is same
    assert is_same_name(other, one) is same
