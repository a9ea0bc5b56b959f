import pytest

from mauntic.crm.fields.domain.cleaning import MAX_CUSTOM_TEXT, clean, company_details, custom_text


def test_values_go_to_the_columns_of_the_contact_and_of_its_company():
    cleaned = clean({"first_name": " Ada ", "company": "Engines Ltd", "website": "https://www.engines.com/x"})
    assert cleaned.contact == {"first_name": "Ada"}
    assert cleaned.company == {"name": "Engines Ltd", "domain": "engines.com"}
    assert (cleaned.problems, cleaned.remarks) == ({}, {})


def test_a_field_that_nobody_knows_is_a_problem():
    assert clean({"shoe_size": "44"}).problems["shoe_size"].startswith("Unknown field. Use one of ")


def test_an_empty_value_empties_its_field():
    cleaned = clean({"title": " ", "employees": None, "tech_stack": []})
    assert cleaned.contact == {"title": ""}
    assert cleaned.company == {"employees": None, "tech_stack": []}


def test_custom_fields_come_one_by_one_or_together():
    cleaned = clean({"custom:Plan": "gold", "custom_fields": {"Seats": 3}})
    assert cleaned.contact["custom_fields"] == {"Plan": "gold", "Seats": 3}
    assert "custom_fields" in clean({"custom_fields": "gold"}).problems


def test_a_character_that_no_text_has_is_refused():
    assert clean({"title": "C\0TO"}).problems == {"title": "Remove the null character."}


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ({"full_name": "Ada Byron"}, "Ada", "Byron"),
        ({"full_name": "Ada Byron", "first_name": "Augusta"}, "Augusta", None),
    ],
)
def test_a_full_name_is_split_unless_a_part_of_it_is_given(given, first, last):
    contact = clean(given).contact
    assert (contact.get("first_name"), contact.get("last_name")) == (first, last)
    assert "full_name" not in contact


def test_only_names_of_a_list_lose_their_capitals():
    assert clean({"last_name": "BYRON"}).contact["last_name"] == "BYRON"
    assert clean({"last_name": "BYRON"}, of_list=True).contact["last_name"] == "Byron"


def test_of_several_addresses_a_list_keeps_the_first_and_a_person_is_asked():
    both = {"email": "ada@engines.com; office@engines.com"}
    listed = clean(both, of_list=True)
    assert listed.contact["email"] == "ada@engines.com"
    assert listed.remarks == {"email": "first of several values, without office@engines.com."}
    assert clean(both).problems == {"email": "Enter one value only."}


@pytest.mark.parametrize(
    ("values", "country", "number"),
    [
        ({"phone": "030 901820", "country": "Germany"}, "", "+4930901820"),
        ({"phone": "030 901820"}, "DE", "+4930901820"),
        ({"phone": "030 901820", "company_country": "DE"}, "", "+4930901820"),
        ({"phone": "030 901820"}, "", "030 901820"),
    ],
)
def test_a_country_tells_how_to_read_a_phone_number(values, country, number):
    assert clean(values, country=country).contact["phone"].replace(" ", "") == number.replace(" ", "")


def test_what_is_no_phone_number_is_named():
    cleaned = clean({"phone": "ask reception"})
    assert cleaned.problems["phone"].startswith('"ask reception" is not a phone number')
    assert "phone" not in cleaned.contact


def test_a_title_tells_the_seniority_unless_one_is_given():
    assert clean({"title": "Chief Technology Officer"}).contact["seniority"] == "c_level"
    assert clean({"title": "CTO", "seniority": "director"}).contact["seniority"] == "director"


def test_a_revenue_that_names_its_currency_is_in_it():
    assert clean({"revenue": "€ 5,000,000"}).company["revenue_currency"] == "EUR"
    assert clean({"revenue": "$5,000,000", "revenue_currency": "CAD"}).company["revenue_currency"] == "CAD"


def test_text_of_a_custom_field_keeps_its_lines_and_has_a_largest_length():
    assert custom_text(" one\ntwo ") == "one\ntwo"
    with pytest.raises(ValueError, match="Enter at most 20,000 characters"):
        custom_text("x" * (MAX_CUSTOM_TEXT + 1))


@pytest.mark.parametrize(
    ("company", "email", "details"),
    [
        (
            {"name": "Engines", "domain": "engines.com", "industry": ""},
            "",
            {"name": "Engines", "domain": "engines.com"},
        ),
        ({"domain": "engines.com"}, "", {"name": "engines.com", "domain": "engines.com"}),
        ({}, "ada@engines.com", {"domain": "engines.com"}),
        ({"name": "Engines"}, "ada@engines.com", {"name": "Engines", "domain": "engines.com"}),
        ({}, "ada@gmail.com", {}),
    ],
)
def test_a_company_is_found_by_its_website_else_by_a_business_address(company, email, details):
    assert company_details(company, email) == details
