"""Custom fields have a limit at every door, and lists do not carry them."""

import pytest

from mauntic.crm.contacts.services.edit import create_contact, update_contact
from mauntic.crm.models import Contact
from mauntic.kernel.errors import Invalid
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.fields import define

BASE = "/api/v1/crm"
JSON = {"content_type": "application/json"}
KB = 1024


def deep(levels: int) -> str:
    return "[" * levels + "]" * levels


@pytest.mark.parametrize("kind", ["contacts", "companies"])
@pytest.mark.parametrize(
    "custom",
    [
        '{"a": 1e400}',
        '{"a": ' + deep(100) + "}",
        '{"a": "' + "x" * 65 * KB + '"}',
        '{"a": ' + "9" * 400 + "}",
    ],
    ids=["infinite", "deep", "large", "long number"],
)
def test_custom_fields_that_cannot_be_kept_are_refused_by_name(web, kind, custom):
    name = "firstName" if kind == "contacts" else "name"
    answer = web.post(f"{BASE}/{kind}", f'{{"{name}": "Ada", "customFields": {custom}}}', **JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert {key.replace("_f", "F") for key in answer.json()["details"]} == {"customFields"}
    assert Contact.objects.count() == 0


def test_64_kb_of_custom_fields_fit_and_not_more_however_they_come(acme):
    define("a", "b", "c", "d", kind="long_text")
    contact = create_contact(
        values={"first_name": "Ada", "custom_fields": dict.fromkeys("acd", "x" * 19 * KB)}, source="t"
    )
    with pytest.raises(Invalid) as refused:
        update_contact(contact=contact, values={"custom_fields": {"b": "x" * 19 * KB}})
    assert "64 KB" in refused.value.fields["custom_fields"][0]
    contact.refresh_from_db()
    assert set(contact.custom_fields) == {"a", "c", "d"}


def test_a_list_does_not_carry_custom_fields(web):
    contact = ContactFactory(custom_fields={"size": "large"}, company=CompanyFactory(custom_fields={"a": 1}))
    (listed,) = web.get(f"{BASE}/contacts").json()["data"]
    assert "customFields" not in listed
    assert "customFields" not in web.get(f"{BASE}/companies").json()["data"][0]
    assert web.get(f"{BASE}/contacts/{contact.pk}").json()["customFields"] == {"size": "large"}
    assert web.get(f"{BASE}/companies/{contact.company_id}").json()["customFields"] == {"a": 1}
