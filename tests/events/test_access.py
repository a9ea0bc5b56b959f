"""What a user may not see is told by no view of the stored events."""

import re
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import get_type_hints
from uuid import UUID

import pytest
from django.test import Client

from mauntic.accounts.models import AccessPolicy, Role, SeenByReps, User
from mauntic.broker.cause import Cause, caused_by
from mauntic.events.catalog import (
    DealCreated,
    DealLost,
    DealStageChanged,
    DealWon,
    Event,
    LeadScored,
    PageVisited,
    event_types,
)
from mauntic.events.catalog.guards import guarded_fields
from mauntic.events.models import Delivery, StoredEvent
from mauntic.events.services import publish, publish_many
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.deals.models.deals import Deal
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory

VALUE, REASON = Decimal("98765.25"), "CFO hates us"
# Ids of records that everybody in the organization sees, or that have no page of their own.
OPEN_TO_ALL = {
    "alert_id",  # opens nothing: who may see the alert is asked there
    "asset_id",
    "contact_id",
    "download_id",
    "event_id",
    "mailbox_id",
    "owner_id",
    "journey_id",
    "message_id",
    "segment_id",
    "sequence_id",
    "signal_id",
    "step_id",
    "submission_id",
    "visit_id",
}


@dataclass(frozen=True, kw_only=True)
class DealSigned(Event, context="test"):
    """What a publisher of the future tells of a deal."""

    deal_id: UUID
    contact_id: UUID | None
    reason: str


GUARDED = [cls for cls in event_types() if "deal_id" in {each.name for each in fields(cls)}]


def told(cls: type[Event], deal: Deal) -> Event:
    """Return an event of any type about the deal, with a secret in every free text and number."""
    ids = {"deal_id": deal.pk, "contact_id": deal.contact_id}
    by_type = {Decimal: VALUE, str: REASON, datetime: now(), bool: False, UUID: new_id(), int: 98765}
    hints = get_type_hints(cls)
    return cls(**{f.name: ids.get(f.name) or by_type.get(hints[f.name]) for f in fields(cls)})


@pytest.fixture
def hidden(make_user) -> Deal:
    """A deal of a colleague, which the rep of `web` does not see."""
    return DealFactory(owner=make_user(email="kim@acme.example", name="Kim Colleague"))


def signed_in(user: User) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(user)
    return client


def views(event: StoredEvent, deal: Deal) -> list[str]:
    return [
        "/events/",
        f"/events/?record={deal.pk}",
        f"/events/?record={deal.contact_id}",
        f"/events/?type={event.type}",
        f"/events/{event.pk}/",
        "/events/dead/",
        f"/leads/{deal.contact_id}/?all=1",
        f"/leads/{deal.contact_id}/?kind=deals",
        f"/api/v1/crm/contacts/{deal.contact_id}/timeline",
        "/",
    ]


def tells(client: Client, url: str) -> bool:
    answer = client.get(url)
    assert answer.status_code in {200, 404}
    # The filter offers every type of event to everybody.
    body = re.sub(r"<option.*?</option>", "", answer.content.decode()).replace(url, "")
    return any(secret in body for secret in ("98765", REASON, "Deal created", "Deal lost", "Deal won"))


def test_every_id_of_every_event_is_open_to_all_or_guarded():
    ids = {
        each.name
        for cls in event_types()
        if not cls.wire_name.startswith("test.")
        for each in fields(cls)
        if each.name.endswith(("_id", "_ids"))
    }
    assert ids - OPEN_TO_ALL == set(guarded_fields())


@pytest.mark.parametrize("cls", GUARDED, ids=lambda cls: cls.wire_name)
def test_a_rep_is_told_nothing_of_a_colleagues_deal(web, hidden, cls):
    publish(told(cls, hidden))
    event = StoredEvent.objects.get(type=cls.wire_name)
    Delivery.objects.create(
        event=event, receiver="test.refused", status="dead", due_at=now(), error=f"ValueError: {REASON}"
    )
    assert [url for url in views(event, hidden) if tells(web, url)] == []
    assert web.get(f"/events/{event.pk}/").status_code == 404
    log, dead = web.get("/events/").content.decode(), web.get("/events/dead/").context
    assert (f"/events/{event.pk}/" in log, dead["dead_count"], len(dead["page"].rows)) == (False, 0, 0)


@pytest.mark.parametrize("role", [Role.OPS, Role.ADMIN])
def test_ops_and_admins_are_told_of_every_deal(make_user, hidden, role):
    client = signed_in(make_user(role))
    publish(told(DealLost, hidden))
    event = StoredEvent.objects.get(type=DealLost.wire_name)
    assert tells(client, f"/events/{event.pk}/")
    assert tells(client, f"/leads/{hidden.contact_id}/")
    assert tells(client, f"/api/v1/crm/contacts/{hidden.contact_id}/timeline")


def test_a_rep_is_told_of_every_deal_where_the_organization_says_so(web, hidden):
    AccessPolicy.objects.create(pk=1, seen_by_reps=SeenByReps.ALL)
    publish(told(DealLost, hidden))
    assert tells(web, f"/events/{StoredEvent.objects.get(type=DealLost.wire_name).pk}/")


def test_of_a_row_with_facts_about_several_deals_only_the_users_own_are_shown(web, rep, hidden):
    own = DealFactory(owner=rep, contact=hidden.contact)
    publish_many(
        DealCreated(deal_id=deal.pk, contact_id=deal.contact_id, value=value, stage=stage)
        for deal, value, stage in ((hidden, VALUE, "demo"), (own, Decimal(10), "proposal"))
    )
    event = StoredEvent.objects.get()
    assert [url for url in views(event, hidden) if "98765" in web.get(url).content.decode()] == []
    story = web.get(f"/events/{event.pk}/").context["story"]
    assert [fact["dealId"] for fact in story.facts] == [str(own.pk)]
    (row,) = web.get("/events/").context["page"].rows
    assert (row.shown_count, row.first_fact["dealId"]) == (1, str(own.pk))
    entries = web.get(f"/api/v1/crm/contacts/{own.contact_id}/timeline").json()
    assert [entry["text"] for entry in entries] == ["Stage: Proposal"]


def test_a_hidden_event_is_no_cause_and_no_effect(web, hidden):
    contact = hidden.contact
    visit = PageVisited(contact_id=contact.pk, url="https://acme.example/", visit_id=new_id(), is_bot=False)
    publish(visit)
    root = StoredEvent.objects.get()
    with caused_by(Cause("event", str(root.pk))):
        publish(DealWon(deal_id=hidden.pk, contact_id=contact.pk, value=VALUE))
    won = StoredEvent.objects.get(type=DealWon.wire_name)
    scored = LeadScored(
        contact_id=contact.pk, score=Decimal(9), grade="D", previous_score=None, top_contributors=[]
    )
    with caused_by(Cause("event", str(won.pk))):
        publish(scored)
    effect = StoredEvent.objects.get(type=LeadScored.wire_name)
    pages = [web.get(url).content.decode() for url in ("/events/", f"/events/{root.pk}/")]
    assert not any(f"/events/{won.pk}/" in page or f"{DealWon.wire_name}</a>" in page for page in pages)
    story = web.get(f"/events/{effect.pk}/").context["story"]
    assert [cause.type for cause in story.causes] == [PageVisited.wire_name]
    assert "another event" in web.get("/events/").content.decode()


def test_hidden_facts_do_not_use_up_the_timelines_limit(web, rep):
    contact = ContactFactory()
    own, other = DealFactory(owner=rep, contact=contact), DealFactory(contact=contact)
    publish(DealCreated(deal_id=own.pk, contact_id=contact.pk, value=Decimal(1), stage="demo"))
    for _ in range(5):
        publish(DealLost(deal_id=other.pk, contact_id=contact.pk, reason=REASON))
    entries = web.get(f"/api/v1/crm/contacts/{contact.pk}/timeline", {"limit": 3}).json()
    assert [entry["title"] for entry in entries] == ["Deal created"]


def test_a_page_of_the_log_is_full_though_hidden_events_lie_between(web, rep, hidden):
    own = DealFactory(owner=rep)
    for number in range(6):
        deal = hidden if number % 2 else own
        publish(DealStageChanged(deal_id=deal.pk, old_stage="demo", new_stage="proposal"))
    rows = web.get("/events/").context["page"].rows
    assert [row.first_fact["dealId"] for row in rows] == [str(own.pk)] * 3
