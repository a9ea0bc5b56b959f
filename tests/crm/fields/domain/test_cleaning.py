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


def test_what_is_made_of_another_value_names_its_source():
    assert clean({"title": "CTO"}).derived == {"seniority": "title"}
    assert clean({"title": "CTO", "seniority": "director"}).derived == {}
    assert clean({"email": "ann@storm.example"}).derived == {"company": "email"}
    assert clean({"email": "ann@storm.example", "website": "storm.example"}).derived == {}


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


@pytest.mark.parametrize("of_list", [False, True])
def test_custom_fields_that_cannot_be_stored_are_a_problem(of_list):
    cleaned = clean({"custom:Notes": "a\0b"}, of_list=of_list)

    assert list(cleaned.problems) == ["custom_fields"]
    assert cleaned.problems["custom_fields"].startswith("The value has a character that is not text")


def test_custom_fields_are_kept_in_composed_letters():
    assert clean({"custom:Prenom": "Jose\u0301"}).contact == {"custom_fields": {"Prenom": "José"}}


def test_custom_fields_that_are_no_object_say_so():
    assert clean({"custom_fields": "gold"}).problems == {
        "custom_fields": "Enter an object of names and values."
    }
    assert clean({"custom_fields": None}).contact == {"custom_fields": {}}


def test_an_unknown_field_is_answered_with_the_known_ones():
    said = clean({"shoe_size": "44"}).problems["shoe_size"]

    assert said.startswith("Unknown field. Use one of first_name, last_name, full_name, email, phone, ")
    assert said.endswith("company_country, tech_stack, custom_fields.")


@pytest.mark.parametrize(
    ("name", "column", "nothing"),
    [("revenue", "revenue", None), ("employees", "employees", None), ("company", "name", "")],
)
def test_an_empty_value_of_the_company_empties_its_column(name, column, nothing):
    for empty in ("", " ", None, []):
        assert clean({name: empty}).company == {column: nothing}


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ({"full_name": "Ada Byron", "last_name": "King"}, None, "King"),
        ({"full_name": "Ada Byron", "first_name": "", "last_name": ""}, "Ada", "Byron"),
        ({"full_name": ""}, None, None),
        ({"full_name": f"{'A' * 101} {'B' * 99}"}, "A" * 100, "B" * 99),
        ({"full_name": f"{'A' * 99} {'B' * 101}"}, "A" * 99, "B" * 100),
    ],
)
def test_a_full_name_fills_both_parts_or_none(given, first, last):
    contact = clean(given).contact

    assert (contact.get("first_name"), contact.get("last_name")) == (first, last)


def test_of_several_phone_numbers_a_list_keeps_the_first_and_a_person_is_asked():
    both = {"direct_phone": "030 901820 / 030 901821", "country": "DE"}

    listed = clean(both, of_list=True)
    assert listed.contact["direct_phone"] == "+4930901820"
    assert listed.remarks == {"direct_phone": 'first of several values, without "030 901821".'}
    typed = clean(both)
    assert typed.problems == {"direct_phone": "Enter one value only."}
    assert "direct_phone" not in typed.contact


def test_a_number_without_a_country_stays_as_written_with_a_remark():
    cleaned = clean({"phone": "030 901820"})

    assert cleaned.contact == {"phone": "030 901820"}
    assert cleaned.remarks == {"phone": "not normalized, since the country is unknown."}
    assert clean({"phone": "030 901820"}, country="DE").remarks == {}


def test_a_phone_number_fits_its_column_of_40_characters():
    written = "030 901820"

    assert clean({"phone": f"030{' ' * 31}901820"}).contact["phone"].startswith("030")
    spread = f"0{'-' * 30}{written.replace(' ', '')}"
    assert clean({"phone": spread[:40]}).problems == {}
    assert "phone" in clean({"phone": f"{spread}1"}).problems


def test_the_country_of_the_person_outweighs_that_of_the_list_and_of_the_company():
    values = {"phone": "030 901820", "company_country": "FR"}

    assert clean({**values, "country": "DE"}, country="FR").contact["phone"] == "+4930901820"
    assert clean(values, country="DE").contact["phone"] == "+4930901820"


def test_a_currency_comes_from_the_text_of_the_revenue_alone():
    assert "revenue_currency" not in clean({"revenue": 5_000_000}).company
    assert "revenue_currency" not in clean({"revenue": "5,000,000"}).company
    assert "revenue_currency" not in clean({"revenue": "€ lots"}).company
    assert clean({"revenue": "€ 5,000,000", "revenue_currency": ""}).company["revenue_currency"] == "EUR"


def test_an_empty_title_tells_no_seniority():
    assert "seniority" not in clean({"title": ""}).contact
    assert clean({"title": "Clerk", "seniority": ""}).contact["seniority"] == "other"


def test_text_of_a_custom_field_may_have_20000_characters_and_is_composed():
    lines = f"{'x' * 9_999}\n{'y' * 10_000}"

    assert custom_text(f" {lines} ") == lines
    assert custom_text("Jose\u0301") == "José"


def test_a_currency_that_is_given_outweighs_the_sign_of_the_amount():
    given = {"revenue": "€ 5,000,000", "revenue_currency": "USD"}
    assert clean(given).company["revenue_currency"] == "USD"
