from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mauntic.accounts.models import Role, User
from mauntic.crm.contacts.services.edit import create_contact
from mauntic.crm.models import Company, Contact, Import
from mauntic.kernel.ids import new_id
from tests.crm.files import csv_file
from tests.factories.fields import define

BASE = "/api/v1/crm"
JSON = {"content_type": "application/json"}


def test_a_contact_is_made_read_changed_and_removed(web, rep):
    define("My Key", kind="number")
    body = {"firstName": "ada", "email": "Ada@engines.example", "company": "Engines", "ownerId": str(rep.pk)}
    made = web.post(f"{BASE}/contacts", body | {"customFields": {"My Key": 1}, "source": "fair"}, **JSON)
    assert made.status_code == 201
    contact = made.json()
    assert (contact["firstName"], contact["email"], contact["company"]) == (
        "ada",
        "ada@engines.example",
        "Engines",
    )
    assert (contact["ownerId"], contact["customFields"], contact["source"]) == (
        str(rep.pk),
        {"My Key": 1},
        "fair",
    )
    assert (contact["leadScore"], contact["dataQualityScore"]) == (0, None)
    path = f"{BASE}/contacts/{contact['id']}"
    assert web.get(path).json() == contact
    changed = web.patch(path, {"title": "CTO", "company": ""}, **JSON).json()
    assert (changed["title"], changed["seniority"], changed["company"]) == ("CTO", "c_level", "")
    assert web.delete(path).status_code == 403
    User.objects.update(role=Role.OPS)
    assert web.delete(path).status_code == 204
    assert web.get(path).status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "keys"),
    [
        ({"shoe": 38}, 400, {"shoe"}),
        ({"email": "no address"}, 400, {"email"}),
        ({}, 400, {"email"}),
        ({"email": "ada@engines.example"}, 409, {"field", "contactId", "name"}),
        ({"email": "a\0@engines.example"}, 400, {"email"}),
        ({"ownerId": str(new_id()), "firstName": "Ada"}, 400, {"ownerId"}),
    ],
)
def test_what_cannot_be_accepted_is_named(web, body, status, keys):
    create_contact(values={"email": "ada@engines.example"}, source="form")
    answer = web.post(f"{BASE}/contacts", body, **JSON)
    assert (answer.status_code, set(answer.json()["details"])) == (status, keys)
    assert Contact.objects.count() == 1


def test_contacts_are_listed_by_page_and_filter(web, rep):
    for number in range(3):
        contact = create_contact(values={"first_name": f"Lead {number}"}, source="form")
        Contact.objects.filter(pk=contact.pk).update(
            lead_score=Decimal(number * 40), lead_grade="FCA"[number]
        )
    Contact.objects.filter(first_name="Lead 1").update(owner=rep)
    answer = web.get(f"{BASE}/contacts", {"limit": 2}).json()
    assert [contact["firstName"] for contact in answer.pop("data")] == ["Lead 0", "Lead 1"]
    assert answer.pop("nextCursor")
    assert answer == {"total": 3, "page": 1, "limit": 2, "totalPages": 2}

    def names(**query):
        return [contact["firstName"] for contact in web.get(f"{BASE}/contacts", query).json()["data"]]

    assert names(page=2, limit=2) == ["Lead 2"]
    assert names(sort="-score") == ["Lead 2", "Lead 1", "Lead 0"]
    assert names(sort="-created", grade="a,c") == ["Lead 2", "Lead 1"]
    assert names(minScore=80) == ["Lead 2"]
    assert names(owner=rep.pk) == ["Lead 1"]
    assert names(q="lead 0") == ["Lead 0"]
    assert web.get(f"{BASE}/contacts", {"grade": "X"}).status_code == 400
    assert web.get(f"{BASE}/contacts", {"colour": "red"}).status_code == 400
    assert web.get(f"{BASE}/contacts", {"limit": 101}).status_code == 400


def test_companies_are_made_listed_changed_and_removed(web):
    body = {"name": "Engines", "domain": "https://engines.example", "employees": 30, "techStack": ["AWS"]}
    made = web.post(f"{BASE}/companies", body, **JSON)
    assert (made.status_code, made.json()["domain"], made.json()["techStack"]) == (
        201,
        "engines.example",
        ["AWS"],
    )
    assert web.post(f"{BASE}/companies", {"name": "engines"}, **JSON).status_code == 409
    create_contact(values={"first_name": "Ada", "company": "Engines"}, source="form")
    (listed,) = web.get(f"{BASE}/companies", {"q": "engin"}).json()["data"]
    assert (listed["name"], listed["contactCount"], listed["bestScore"]) == ("Engines", 1, 0)
    path = f"{BASE}/companies/{listed['id']}"
    assert web.patch(path, {"employees": None, "revenue": 12.5}, **JSON).json()["revenue"] == 12.5
    assert web.get(path).json()["employees"] is None
    assert web.delete(path).status_code == 403
    User.objects.update(role=Role.OPS)
    assert web.delete(path).status_code == 204
    assert (Company.objects.count(), Contact.objects.get().company) == (0, None)


def test_the_timeline_is_read(web):
    contact = create_contact(values={"first_name": "Ada"}, source="form")
    (entry,) = web.get(f"{BASE}/contacts/{contact.pk}/timeline").json()
    assert (entry["kind"], entry["title"], entry["text"]) == ("created", "Lead created", "Source: form")
    assert web.get(f"{BASE}/contacts/{contact.pk}/timeline", {"kind": "visit"}).json() == []
    assert web.get(f"{BASE}/contacts/{new_id()}/timeline").status_code == 404


def test_the_history_is_read_by_page_and_field(web):
    contact = create_contact(values={"first_name": "Ada", "company": "Engines"}, source="form")
    web.patch(f"{BASE}/contacts/{contact.pk}", {"title": "CTO", "country": "GB"}, **JSON)
    path = f"{BASE}/contacts/{contact.pk}/changes"
    derived, newest, first = web.get(path).json()["data"]
    assert (derived["actorKind"], derived["actor"]) == ("derived", "Mauntic, from the job title")
    assert derived["fieldsChanged"] == [{"field": "seniority", "old": None, "new": "c_level"}]
    assert (newest["actorKind"], newest["isNew"], first["isNew"]) == ("person", False, True)
    assert {"field": "title", "old": None, "new": "CTO"} in newest["fieldsChanged"]
    only = web.get(path, {"field": "title", "limit": 1}).json()
    assert (only["total"], only["nextCursor"]) == (1, None)
    rest = web.get(path, {"limit": 2, "cursor": web.get(path, {"limit": 2}).json()["nextCursor"]}).json()
    assert [change["id"] for change in rest["data"]] == [first["id"]]
    (company,) = web.get(f"{BASE}/companies/{contact.company_id}/changes").json()["data"]
    assert company["fieldsChanged"] == [{"field": "name", "old": None, "new": "Engines"}]
    assert web.get(f"{BASE}/contacts/{new_id()}/changes").status_code == 404


def test_a_file_is_imported_in_the_background(web, run_jobs):
    content = csv_file(["Who", "email"], ["Ada", "ada@engines.example"], ["Grace", "wrong"]).getvalue()
    with run_jobs():
        answer = web.post(
            f"{BASE}/imports",
            {"file": SimpleUploadedFile("leads.csv", content), "mapping": '{"Who": "first_name"}'},
        )
    assert answer.status_code == 202
    state = web.get(f"{BASE}/imports/{answer.json()['id']}").json()
    assert (state["status"], state["createdCount"], state["failedCount"]) == ("completed", 1, 1)
    assert Contact.objects.get().first_name == "Ada"


@pytest.mark.parametrize(
    ("content", "mapping", "key"),
    [(b"", "{}", "file"), (b"what\nx\n", "{}", "file"), (b"name,email\na,b\n", '{"name": "shoe"}', "name")],
)
def test_a_file_that_cannot_be_imported_is_refused(web, content, mapping, key):
    answer = web.post(f"{BASE}/imports", {"file": SimpleUploadedFile("x.csv", content), "mapping": mapping})
    assert (answer.status_code, set(answer.json()["details"])) == (400, {key})
    assert Import.objects.count() == 0


def test_strangers_get_nothing(stranger):
    for path in ("contacts", "companies", f"imports/{new_id()}"):
        assert stranger.get(f"{BASE}/{path}").status_code in {401, 403}


@pytest.mark.parametrize(
    ("path", "body", "keys"),
    [
        ("contacts", {"firstName": "Ada", "directPhone": "nonsense"}, {"directPhone"}),
        ("contacts", {"firstName": "Ada", "customFields": {"": 1}}, {"customFields"}),
        ("companies", {"name": "Engines", "customFields": {"": 1}}, {"customFields"}),
        ("companies", {"name": "Engines", "techStack": ["x"] * 501}, {"techStack"}),
    ],
)
def test_errors_name_the_keys_of_the_api(web, path, body, keys):
    answer = web.post(f"{BASE}/{path}", body, **JSON)
    assert (answer.status_code, set(answer.json()["details"])) == (400, keys)
