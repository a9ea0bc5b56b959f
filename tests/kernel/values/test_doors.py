"""Text that PostgreSQL refuses is refused, or left out, before it gets there."""

import pytest
from django.test import Client

from mauntic.crm.models import Contact
from tests.factories.fields import define

DEEP = b"[" * 100_000


def test_the_api_keeps_one_form_of_an_accent_in_names_and_values(web: Client) -> None:
    define("Prénom")
    custom = {"Pre\u0301nom": "Jose\u0301"}
    body = {"email": "ada@firm.example", "lastName": "Pe\u0301rez", "customFields": custom}
    assert web.post("/api/v1/crm/contacts", body, content_type="application/json").status_code == 201
    contact = Contact.objects.get()
    assert (contact.last_name, contact.custom_fields) == (
        "Pérez",
        {"Prénom": "José"},
    )


@pytest.mark.parametrize("address", ["/companies/", "/leads/", "/events/", "/api/v1/crm/contacts"])
def test_an_address_with_nul_is_a_bad_request(web: Client, address: str) -> None:
    assert web.get(address, {"q": "a\0b", "after": "\0"}).status_code == 400


@pytest.mark.parametrize("custom", [{"note": "a\0b"}, {"a\0b": 1}, {"deep": [{"note": "\ud800"}]}])
def test_the_api_refuses_free_form_values_that_cannot_be_kept(web: Client, custom) -> None:
    body = {"email": "ada@firm.example", "customFields": custom}
    answer = web.post("/api/v1/crm/contacts", body, content_type="application/json")
    assert (answer.status_code, Contact.objects.count()) == (400, 0)


def test_the_api_refuses_json_that_is_nested_too_deeply(web: Client) -> None:
    assert web.post("/api/v1/crm/contacts", DEEP, content_type="application/json").status_code == 400
