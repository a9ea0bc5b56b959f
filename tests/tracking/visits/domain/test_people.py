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
