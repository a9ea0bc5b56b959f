"""The page of one lead."""

from datetime import timedelta

import pytest
from django.test import Client

from lead_intelligence.provenance.selectors.fields import provenance
from mauntic.accounts.models import User
from mauntic.crm.contacts.services.edit import create_contact
from mauntic.crm.models import Contact, EnrichmentStatus
from mauntic.kernel.clock import now
from mauntic.web.leads.selectors.next_step import suggest_next_step
from tests.factories.fields import define
from tests.support.queries import queries_of

PART = {"hx-request": "true", "hx-target": "lead"}


@pytest.fixture
def ann(acme, run_jobs) -> Contact:
    """A lead as it is a moment after it was typed in, scored and not enriched."""
    acme.enriches_new_contacts = False
    acme.save()
    with run_jobs():
        contact = create_contact(
            values={"first_name": "Ann", "email": "ann@works.example", "company": "Works", "title": "CEO"},
            source="manual",
        )
    contact.refresh_from_db()
    return contact


def test_the_page_says_why_the_score_is_what_it_is(web: Client, ann: Contact) -> None:
    answer = web.get(f"/leads/{ann.pk}/")
    explanation = answer.context["explanation"]
    assert sum(reason.points for reason in explanation.contributors) == explanation.total == ann.lead_score
    assert f"Score factors: {int(explanation.total)} points" in answer.content.decode()


def test_the_timeline_begins_with_the_arrival_and_can_be_filtered(web: Client, ann: Contact) -> None:
    everything = web.get(f"/leads/{ann.pk}/").context["entries"]
    assert everything.shown[-1][0].title == "Lead created"
    changes = web.get(f"/leads/{ann.pk}/?kind=changes").context["entries"]
    assert [entry.title for entry, _mail in changes.shown] == ["Lead created"]


def test_custom_fields_are_shown_by_name(web: Client, ann: Contact) -> None:
    ann.custom_fields = {"Zone": "North", "budget": 5000, "Topics": ["Price", "Security"], "Empty": ""}
    ann.save()
    define("Zone", "Empty", "Topics")
    define("budget", kind="money")
    page = web.get(f"/leads/{ann.pk}/")
    assert [(each.field.label, each.text) for each in page.context["custom_fields"]] == [
        ("Zone", "North"),
        ("budget", "$5,000"),
        ("Empty", "–"),
        ("Topics", '["Price", "Security"]'),
    ]
    assert "<dt>Zone</dt><dd>North</dd>" in page.text
    assert "<dt>Empty</dt>" not in page.text


def test_a_field_is_changed_in_place(web: Client, ann: Contact) -> None:
    answer = web.post(f"/leads/{ann.pk}/save/", {"field": "title", "value": "Head of Sales"})
    assert answer.headers["Location"] == f"/leads/{ann.pk}/"
    ann.refresh_from_db()
    assert ann.title == "Head of Sales"


def test_bad_input_is_told_beside_its_field_and_kept(web: Client, ann: Contact) -> None:
    answer = web.post(f"/leads/{ann.pk}/save/", {"field": "email", "value": "nonsense"}, headers=PART)
    page = answer.content.decode()
    assert 'id="field-problem"' in page
    assert 'value="nonsense"' in page
    ann.refresh_from_db()
    assert ann.email == "ann@works.example"


def test_projections_cannot_be_typed(web: Client, ann: Contact) -> None:
    before = ann.lead_score
    assert web.post(f"/leads/{ann.pk}/save/", {"field": "lead_score", "value": "100"}).status_code == 422
    ann.refresh_from_db()
    assert ann.lead_score == before


def test_a_lead_is_taken_and_given_back(web: Client, ann: Contact, rep: User) -> None:
    web.post(f"/leads/{ann.pk}/owner/", {"owner": rep.pk})
    ann.refresh_from_db()
    assert ann.owner == rep
    web.post(f"/leads/{ann.pk}/owner/", {"owner": ""})
    ann.refresh_from_db()
    assert ann.owner is None


def test_enrichment_is_asked_for_and_the_page_follows_it(web: Client, ann: Contact) -> None:
    assert "every 2s" not in web.get(f"/leads/{ann.pk}/").content.decode()
    web.post(f"/leads/{ann.pk}/enrich/")
    ann.refresh_from_db()
    assert ann.enrichment_status == EnrichmentStatus.PENDING
    assert "every 2s" in web.get(f"/leads/{ann.pk}/").content.decode()


def test_the_page_does_not_move_under_somebody_who_types(web: Client, ann: Contact) -> None:
    web.post(f"/leads/{ann.pk}/enrich/")
    assert "every 2s" not in web.get(f"/leads/{ann.pk}/?edit=title").content.decode()


def test_the_page_waits_for_the_score_that_follows_an_enrichment(web: Client, ann: Contact) -> None:
    at = now()
    Contact.objects.filter(pk=ann.pk).update(last_enriched_at=at, scored_at=at - timedelta(seconds=1))
    assert web.get(f"/leads/{ann.pk}/").context["is_settling"]
    Contact.objects.filter(pk=ann.pk).update(scored_at=at)
    assert not web.get(f"/leads/{ann.pk}/").context["is_settling"]


def test_reverting_what_was_not_enriched_changes_nothing(web: Client, ann: Contact) -> None:
    web.post(f"/leads/{ann.pk}/revert/", {"field": "title"})
    ann.refresh_from_db()
    assert ann.title == "CEO"


def test_every_field_of_enrichment_can_be_edited(web: Client, ann: Contact) -> None:
    shown = {detail.origin.field for detail in web.get(f"/leads/{ann.pk}/").context["details"]}
    assert shown == {field.field for field in provenance(ann.pk)}


def test_an_unknown_lead_is_not_found(web: Client, ann: Contact) -> None:
    Contact.objects.filter(pk=ann.pk).delete()
    assert web.get(f"/leads/{ann.pk}/").status_code == 404


def test_strangers_change_nothing(stranger: Client, ann: Contact) -> None:
    for path in ("save", "owner", "enrich", "revert"):
        assert stranger.post(f"/leads/{ann.pk}/{path}/").status_code == 302
    before = ann.updated_at
    ann.refresh_from_db()
    assert ann.updated_at == before


def test_a_longer_timeline_costs_no_more_queries(web: Client, ann: Contact) -> None:
    before = queries_of(lambda: web.get(f"/leads/{ann.pk}/"))
    for title in ("One", "Two", "Three"):
        web.post(f"/leads/{ann.pk}/save/", {"field": "title", "value": title})
    assert queries_of(lambda: web.get(f"/leads/{ann.pk}/")) == before


@pytest.mark.parametrize(
    ("fields", "step"),
    [
        ({"suppressed_reason": "Unsubscribed", "lead_grade": "A"}, "Do not contact"),
        ({"enrichment_status": "pending"}, "Wait for enrichment"),
        ({"lead_grade": "A"}, "Take this lead"),
        ({"lead_grade": "A", "phone": "+4930"}, "Take this lead"),
        ({"lead_grade": "F", "intent_score": 90, "owner": True, "phone": "+4930"}, "Call"),
        ({"lead_grade": "B", "owner": True, "email": "a@b.example"}, "Send an email"),
        ({"lead_grade": "B", "owner": True}, "Find contact details"),
        ({"lead_grade": "C"}, "Enrich"),
        ({"lead_grade": "C", "last_enriched_at": True}, "Fill in: phone"),
    ],
)
def test_the_next_step_is_the_first_that_applies(fields: dict, step: str) -> None:
    owner = User(name="Jo") if fields.pop("owner", None) else None
    enriched = now() if fields.pop("last_enriched_at", None) else None
    contact = Contact(owner=owner, last_enriched_at=enriched, **fields)
    assert suggest_next_step(contact, advice=["Fill in: phone"]).text == step
