"""Who got in touch with a lead has acted on its alerts."""

from datetime import UTC, datetime, timedelta

import pytest

from mauntic.events.catalog import MessageSent
from mauntic.events.services import publish
from revops.activities.services.drafts import ActivityDraft
from revops.activities.services.record import log_activity
from scoring.alerts.models import SignalAlert
from scoring.alerts.services.moves import acknowledge_touched
from scoring.alerts.services.raising import raise_alerts
from tests.factories.delivery import MessageFactory
from tests.factories.scoring import make_signal

TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def alert(contact, rep) -> SignalAlert:
    contact.owner = rep
    contact.save()
    signal = make_signal(contact, "PRICING_PAGE", detected_at=TUESDAY)
    [alert] = raise_alerts(signal_ids=[signal.pk], now=TUESDAY)
    SignalAlert.objects.filter(pk=alert.pk).update(created_at=TUESDAY)
    return alert


def test_a_call_acknowledges_what_waited_for_it(alert, rep):
    acknowledge_touched(contact_ids=[alert.contact_id], by=rep, at=TUESDAY + timedelta(minutes=9))
    alert.refresh_from_db()
    assert (alert.status, alert.acknowledged_by, alert.acknowledged_at) == (
        "acknowledged",
        rep,
        TUESDAY + timedelta(minutes=9),
    )


def test_a_call_from_before_the_alert_acknowledges_nothing(alert, rep):
    acknowledge_touched(contact_ids=[alert.contact_id], by=rep, at=TUESDAY - timedelta(minutes=1))
    alert.refresh_from_db()
    assert alert.status == "open"


def test_somebody_elses_alert_is_left_to_them(alert, make_user):
    other = make_user("rep", email="other@acme.example")
    acknowledge_touched(contact_ids=[alert.contact_id], by=other, at=TUESDAY + timedelta(minutes=9))
    alert.refresh_from_db()
    assert alert.status == "open"


def test_logging_a_call_answers_the_alert_and_a_note_does_not(alert, rep):
    for type_, status in (("note", "open"), ("call", "acknowledged")):
        log_activity(draft=ActivityDraft(type=type_, contact_id=alert.contact_id), by=rep)
        alert.refresh_from_db()
        assert alert.status == status


def test_an_answered_alert_says_by_what_and_whom(web, alert, rep):
    log_activity(draft=ActivityDraft(type="call", contact_id=alert.contact_id), by=rep)
    for path in (f"/scoring/alerts/{alert.pk}/", "/scoring/alerts/?state=acknowledged"):
        assert "Answered by a call, Jo Reyes" in web.get(path).content.decode()


@pytest.mark.parametrize(("writes", "status"), [(True, "acknowledged"), (False, "open")])
def test_an_email_that_a_person_wrote_answers_the_alert_and_one_of_a_sequence_does_not(
    alert, rep, run_jobs, writes, status
):
    message = MessageFactory(contact=alert.contact, state="sent", written_by=rep if writes else None)
    with run_jobs():
        publish(MessageSent(contact_id=alert.contact_id, message_id=message.pk))
    alert.refresh_from_db()
    assert (alert.status, alert.answered_with) == (status, "email" if writes else "")
