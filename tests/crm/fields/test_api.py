"""The API of custom fields, and of their values."""

import pytest

from mauntic.crm.models import Contact
from tests.factories.crm import ContactFactory
from tests.factories.fields import define

pytestmark = pytest.mark.django_db
BASE = "/api/v1/crm"
JSON = {"content_type": "application/json"}
CONTRACT = {
    "owner": "contact",
    "kind": "choice",
    "label": "Contract",
    "choices": [{"label": "Monthly"}, {"label": "Yearly"}],
}


def test_a_field_is_made_read_changed_archived_and_restored(ops_web):
    made = ops_web.post(f"{BASE}/custom-fields", CONTRACT, **JSON)
    assert made.status_code == 201
    field = made.json()
    assert (field["key"], field["kind"], field["archivedAt"]) == ("contract", "choice", None)
    assert field["choices"] == [
        {"key": "monthly", "label": "Monthly"},
        {"key": "yearly", "label": "Yearly"},
    ]
    path = f"{BASE}/custom-fields/{field['id']}"
    changed = ops_web.put(
        path, {"label": "Type", "choices": [{"key": "yearly", "label": "Each year"}]}, **JSON
    ).json()
    assert (changed["key"], changed["label"]) == ("contract", "Type")
    assert changed["choices"] == [{"key": "yearly", "label": "Each year"}]
    assert ops_web.delete(path).status_code == 204
    assert ops_web.get(path).json()["archivedAt"]
    assert ops_web.post(f"{path}/restore").json()["archivedAt"] is None
    assert [row["id"] for row in ops_web.get(f"{BASE}/custom-fields").json()["data"]] == [field["id"]]


def test_reps_read_fields_and_do_not_define_them(web):
    (field,) = define("Plan")
    path = f"{BASE}/custom-fields/{field.pk}"
    assert web.get(path).status_code == 200
    assert web.post(f"{BASE}/custom-fields", CONTRACT, **JSON).status_code == 403
    assert web.delete(path).status_code == 403


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"kind": "formula"}, "kind"),
        ({"owner": "deal"}, "owner"),
        ({"choices": []}, "choices"),
        ({"label": ""}, "label"),
    ],
)
def test_bad_input_names_its_key(ops_web, changed, key):
    answer = ops_web.post(f"{BASE}/custom-fields", CONTRACT | changed, **JSON)
    assert answer.status_code == 400
    assert key in answer.json()["details"]


@pytest.mark.parametrize(
    ("values", "key", "sentence"),
    [
        ({"size": "many"}, "customFields.size", "is not an amount"),
        ({"plan": "gold"}, "customFields.plan", "Choose one of: Pro."),
        ({"nothing": 1}, "customFields.nothing", 'There is no custom field "nothing".'),
    ],
)
def test_values_are_read_by_their_fields(web, values, key, sentence):
    define("size", kind="number")
    define("plan", kind="choice", choices="Pro")
    answer = web.post(f"{BASE}/contacts", {"firstName": "Ada", "customFields": values}, **JSON)
    assert answer.status_code == 400
    assert sentence in str(answer.json()["details"][key])
    assert not Contact.objects.exists()


def test_values_of_companies_are_merged_as_those_of_contacts(web):
    define("size", "plan", owner="company")
    made = web.post(f"{BASE}/companies", {"name": "Acme", "customFields": {"size": "1"}}, **JSON).json()
    path = f"{BASE}/companies/{made['id']}"
    answer = web.patch(path, {"customFields": {"plan": "Pro"}}, **JSON)
    assert answer.json()["customFields"] == {"size": "1", "plan": "Pro"}
    answer = web.patch(path, {"customFields": {"size": None}}, **JSON)
    assert answer.json()["customFields"] == {"plan": "Pro"}


def test_a_value_of_an_archived_field_stays_but_is_not_written(ops_web):
    (field,) = define("plan")
    contact = ContactFactory(custom_fields={"plan": "Pro"})
    ops_web.delete(f"{BASE}/custom-fields/{field.pk}")
    path = f"{BASE}/contacts/{contact.pk}"
    assert ops_web.patch(path, {"customFields": {"plan": "Free"}}, **JSON).status_code == 400
    assert ops_web.get(path).json()["customFields"] == {"plan": "Pro"}
