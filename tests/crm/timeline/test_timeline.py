"""The timeline of a lead has what people did about it, and when things happened."""

from datetime import timedelta

import pytest

from mauntic.crm.contacts.services.handovers import hand_over, undo_handover
from mauntic.crm.timeline.selectors import timeline
from mauntic.kernel.clock import now
from mauntic.kernel.display import day
from revops.activities.services.changes import delete_activity
from revops.activities.services.drafts import ActivityDraft
from revops.activities.services.record import log_activity
from scoring.alerts.services.moves import acknowledge_alerts, undo_alert_batch
from scoring.alerts.services.raising import raise_alerts
from scoring.detection.services.record import Detected, record_signals
from tests.factories.crm import ContactFactory
from tests.factories.scoring import make_signal


@pytest.fixture
def lead(acme, rep):
    return ContactFactory(owner=rep)


@pytest.fixture
def alert(lead):
    [alert] = raise_alerts(signal_ids=[make_signal(lead, "PRICING_PAGE", detected_at=now()).pk])
    return alert


def titles(lead, user, kind: str = "signal") -> list[tuple[str, str]]:
    return [(entry.title, entry.text) for entry in timeline(lead.pk, user, kinds=[kind])]


def test_an_acknowledged_alert_is_there_with_its_undo(lead, alert, rep):
    moved = acknowledge_alerts(alert_ids=[alert.pk], by=rep)
    assert titles(lead, rep)[0] == ("Alert acknowledged: Pricing page", "")
    undo_alert_batch(batch=moved.changes[0].batch, by=rep)
    assert titles(lead, rep)[0] == ("Alert open again: Pricing page", "")


def test_an_alert_that_a_call_answered_says_so_until_the_call_is_undone(lead, alert, rep):
    done = log_activity(draft=ActivityDraft(type="call", contact_id=lead.pk), by=rep)
    assert titles(lead, rep)[0] == ("Alert acknowledged: Pricing page", "Answered by a call")
    delete_activity(activity_id=done.pk, by=rep)
    assert titles(lead, rep)[0] == ("Alert open again: Pricing page", "")


def test_the_person_who_acknowledged_is_named(web, lead, alert, rep):
    web.post("/scoring/alerts/acknowledge/", {"ids": [alert.pk]})
    entry = timeline(lead.pk, rep, kinds=["signal"])[0]
    assert (entry.title, entry.actor) == ("Alert acknowledged: Pricing page", str(rep))


def test_the_undo_of_an_assignment_is_there(lead, rep, admin):
    _count, handover = hand_over(contact_ids=[lead.pk], owner=admin, by=admin)
    assert titles(lead, admin, "change") == [("Lead updated", "Owner")]
    undo_handover(handover_id=handover, by=admin)
    assert titles(lead, admin, "change")[0] == ("Lead updated (undo)", "Owner")


def test_a_signal_is_shown_when_it_happened_and_a_late_one_when_it_was_recorded_too(lead, rep):
    at = now() - timedelta(days=2)
    record_signals(
        signals=[
            Detected(contact_id=lead.pk, type="PRICING_PAGE", detected_at=at),
            Detected(contact_id=lead.pk, type="DOCS_VISIT", detected_at=now() - timedelta(hours=3)),
        ]
    )
    recent, old = timeline(lead.pk, rep, kinds=["signal"])
    assert (old.at, old.text.split(" · ")[-1]) == (at, f"recorded {day(now())}")
    assert "recorded" not in recent.text
    assert old.title == "Intent: Pricing page"
