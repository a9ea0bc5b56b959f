import pytest

from mauntic.tracking.visits.domain.messages import Message
from mauntic.tracking.visits.domain.people import (
    company_values,
    contact_values,
    email_of,
    handle_of,
    handle_of_user,
)


def test_a_message_is_its_browsers_else_its_users():
    assert handle_of(Message(anonymous_id="b-1", user_id="7")) == "b-1"
    assert handle_of(Message(user_id="7")) == handle_of_user("7") == "user:7"


@pytest.mark.parametrize(
    ("message", "email"),
    [
        (Message(type="identify", traits={"email": "Ada@Engines.com"}), "ada@engines.com"),
        (Message(type="identify", traits={"email": "nobody"}, user_id="ada@engines.com"), "ada@engines.com"),
        (Message(type="track", traits={"email": "ada@engines.com"}), ""),
        (Message(type="track", user_id="ada@engines.com"), "ada@engines.com"),
        (Message(type="identify", traits={"email": f"{'a' * 300}@engines.com"}), ""),
        (Message(type="identify"), ""),
    ],
)
def test_the_address_is_a_trait_of_an_identification_else_a_user_id_that_is_one(message, email):
    assert email_of(message) == email


def test_traits_name_the_fields_of_a_lead_in_the_spellings_that_clients_use():
    traits = {
        "name": "Ada Byron",
        "jobTitle": "CTO",
        "linkedin": "linkedin.com/in/ada",
        "address": {"country": "GB", "state": "Kent"},
        "company": {"name": "Engines", "employee_count": 120, "domain": "engines.com"},
        "shoeSize": 38,
    }
    assert contact_values(traits) == {
        "full_name": "Ada Byron",
        "title": "CTO",
        "linkedin_url": "linkedin.com/in/ada",
        "country": "GB",
        "region": "Kent",
        "company": "Engines",
        "employees": 120,
        "website": "engines.com",
    }


@pytest.mark.parametrize(
    ("traits", "values"),
    [
        ({"company": "Engines"}, {"company": "Engines"}),
        ({"company": "undefined"}, {}),
        ({"company": {"name": "null", "website": "engines.com"}}, {"website": "engines.com"}),
        ({"company": ["Engines"], "title": "", "phone": None, "address": "Kent"}, {}),
    ],
)
def test_what_says_nothing_is_left_out(traits, values):
    assert contact_values(traits) == values


def test_traits_of_a_group_are_those_of_a_company():
    assert company_values({"name": "Engines", "annualRevenue": 5e6, "currency": "GBP", "email": "x"}) == {
        "company": "Engines",
        "revenue": 5e6,
        "revenue_currency": "GBP",
    }


@pytest.mark.parametrize("user_id", ["ada", "ada@", "ada at engines.com", 7])
def test_a_user_id_that_is_no_address_is_none(user_id):
    assert email_of(Message(type="track", user_id=user_id)) == ""


def test_an_address_of_320_characters_is_looked_at_and_a_longer_one_is_not():
    padded = "mailto:" + "<" * (320 - len("mailto:ada@engines.com"))

    assert email_of(Message(type="track", user_id=f"{padded}ada@engines.com")) == "ada@engines.com"
    assert email_of(Message(type="track", user_id=f"{padded}<ada@engines.com")) == ""


@pytest.mark.parametrize(
    ("trait", "field"),
    [
        ("email", "email"),
        ("name", "full_name"),
        ("firstName", "first_name"),
        ("first_name", "first_name"),
        ("lastName", "last_name"),
        ("last_name", "last_name"),
        ("phone", "phone"),
        ("title", "title"),
        ("jobTitle", "title"),
        ("linkedin", "linkedin_url"),
        ("linkedinUrl", "linkedin_url"),
    ],
)
def test_each_spelling_of_a_trait_fills_its_field(trait, field):
    assert contact_values({trait: "x"}) == {field: "x"}


@pytest.mark.parametrize(
    ("trait", "field"),
    [
        ("domain", "website"),
        ("website", "website"),
        ("industry", "industry"),
        ("employees", "employees"),
        ("employee_count", "employees"),
        ("revenue", "revenue"),
        ("annual_revenue", "revenue"),
    ],
)
def test_each_spelling_of_a_trait_of_a_company_fills_its_field(trait, field):
    assert company_values({trait: 7}) == contact_values({"company": {trait: 7}}) == {field: 7}


@pytest.mark.parametrize("value", [0, 0.5, False])
def test_a_number_is_a_value_even_where_it_is_nothing(value):
    assert company_values({"employees": value}) == {"employees": value}
