"""What happened to a deal, newest first, with who and why."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile

from mauntic.kernel.ids import new_id
from revops.activities.models import Activity
from revops.attachments.models import Attachment
from revops.attachments.services import attach_file
from revops.committee.models import CommitteeMember
from revops.deal_page.selectors.timeline import DealEntry, EntryKind, timeline_of
from revops.deals.models.deals import Deal, DealChange, StageMove
from revops.deals.services import create
from revops.deals.services.moves import place_deal
from revops.deals.services.undo import undo_action
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory

pytestmark = pytest.mark.usefixtures("acme", "media")
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def deal(rep) -> Deal:
    return DealFactory(owner=rep)


def at(hours: int) -> datetime:
    return START + timedelta(hours=hours)


def test_all_that_happened_is_told_with_who_and_why(deal, rep):
    contact = ContactFactory(first_name="Ann", last_name="Lee")
    StageMove.objects.create(deal=deal, to_stage="prospecting", at=at(1), by=rep)
    StageMove.objects.create(
        deal=deal,
        from_stage="prospecting",
        to_stage="closed_lost",
        at=at(2),
        by=rep,
        reason="Price",
        days=Decimal("7.6"),
    )
    DealChange.objects.create(
        deal=deal, field="value", old="5.00", new="7", at=at(3), by=rep, reason="More seats"
    )
    Activity.objects.create(
        deal=deal,
        type="call",
        outcome="Reached",
        duration_minutes=5,
        notes="Nice",
        completed_at=at(4),
        owner=rep,
    )
    CommitteeMember.objects.create(deal=deal, contact=contact, role="champion", added_at=at(5), left_at=at(6))
    Attachment.objects.create(deal=deal, name="Offer.pdf", size=1, created_at=at(7), uploaded_by=rep)
    who = {"by": "Jo Reyes"}
    assert timeline_of(deal.pk, rep) == [
        DealEntry(at=at(7), kind=EntryKind.FILE, title='File "Offer.pdf" added', **who),
        DealEntry(at=at(6), kind=EntryKind.PERSON, title="Ann Lee · Champion left the committee"),
        DealEntry(at=at(5), kind=EntryKind.PERSON, title="Ann Lee · Champion joined the committee"),
        DealEntry(at=at(4), kind=EntryKind.ACTIVITY, title="Call · Reached · 5 min", text="Nice", **who),
        DealEntry(at=at(3), kind=EntryKind.CHANGE, title="Value: 5 → 7", reason="More seats", **who),
        DealEntry(
            at=at(2),
            kind=EntryKind.MOVE,
            title="Prospecting → Lost",
            text="after 7 days",
            reason="Price",
            **who,
        ),
        DealEntry(at=at(1), kind=EntryKind.MOVE, title="Created in Prospecting", **who),
    ]


def test_people_and_choices_are_called_by_their_names(deal, rep, colleague):
    for changes in (
        {"owner": colleague.pk, "priority": "high", "contact": None, "expected_close_on": date(2026, 5, 1)},
        {"category_override": "best_case"},
    ):
        create.change_deals(deal_ids=[deal.pk], changes=changes, by=None)
    assert {entry.title for entry in timeline_of(deal.pk, rep)} == {
        "Owner: Jo Reyes → Kim Colleague",
        "Priority: Medium → High",
        f"Lead: {deal.contact.name} → None",
        "Expected close: None → 1 May 2026",
        "Forecast category: None → Best case",
    }


def test_a_long_past_is_cut_and_takes_as_many_queries_as_a_short_one(deal, rep, django_assert_num_queries):
    for number in range(30):
        create.change_deals(deal_ids=[deal.pk], changes={"value": Decimal(number)}, by=rep)
    with django_assert_num_queries(5):
        shown = timeline_of(deal.pk, rep, limit=10)
    assert [entry.title for entry in shown[:2]] == ["Value: 28 → 29", "Value: 27 → 28"]
    assert len(shown) == 10


def test_an_open_task_has_not_happened_yet(deal, rep):
    Activity.objects.create(deal=deal, type="task", due_at=START)
    assert timeline_of(deal.pk, rep) == []


def test_a_file_that_was_attached_is_there(deal, rep):
    attach_file(deal_id=deal.pk, file=ContentFile(b"x"), name="Offer.pdf", by=rep)
    assert [entry.title for entry in timeline_of(deal.pk, rep)] == ['File "Offer.pdf" added']


def test_an_entry_offers_its_undo_to_the_person_who_did_it_while_it_stands(deal, rep, colleague):
    action_id = new_id()
    given = {"stage": "demo", "below_id": None, "version": deal.version, "action_id": action_id}
    place_deal(deal_id=deal.pk, by=rep, **given)
    assert [entry.undo for entry in timeline_of(deal.pk, rep)][:1] == [f"/revops/deals/undo/{action_id}/"]
    assert {entry.undo for entry in timeline_of(deal.pk, colleague)} == {""}
    undo_action(action_id=action_id, by=rep)
    assert {entry.undo for entry in timeline_of(deal.pk, rep)} == {""}
