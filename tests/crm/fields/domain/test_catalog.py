from decimal import Decimal

import pytest

from mauntic.crm.fields.domain.catalog import FIELDS, LONGEST_VALUE, Remarked, quoted, text


def test_each_field_is_named_as_it_is_found():
    assert all(name == field.name and field.label for name, field in FIELDS.items())


def test_fields_of_the_company_are_kept_in_its_columns():
    of_company = {name: field.kept_in for name, field in FIELDS.items() if field.of_company}
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
        ("email", "ada", '"ada" is not an e-mail address'),
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
