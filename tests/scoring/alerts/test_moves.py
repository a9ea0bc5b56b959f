"""What people do about alerts, and how it is undone."""

from datetime import timedelta

import pytest

from mauntic.accounts.services import deactivate
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from mauntic.notifications.models import Notification
from mauntic.tenants.context import entered
from scoring.alerts.models import SignalAlert
from scoring.alerts.services.expiry import expire_alerts
from scoring.alerts.services.moves import (
    acknowledge_alerts,
    escalate_alerts,
    reassign_alerts,
    snooze_alerts,
    undo_alert_changes,
)
from tests.factories.alerts import TUESDAY, fresh, make_alert
from tests.factories.crm import ContactFactory


def test_who_acknowledges_stops_the_clock(owned, rep):
    alert = make_alert(owned)

    moved = acknowledge_alerts(alert_ids=[alert.pk], by=rep, now=TUESDAY + timedelta(minutes=5))

    alert = fresh(alert)
    assert (alert.status, alert.acknowledged_by, alert.is_late) == ("acknowledged", rep, False)
    assert [(row.move, row.by) for row in moved.changes] == [("acknowledged", rep)]
    assert expire_alerts(now=TUESDAY + timedelta(days=9)) == 0


def test_the_second_to_acknowledge_is_told_who_was_first(owned, rep, manager):
    alert = make_alert(owned)
    acknowledge_alerts(alert_ids=[alert.pk], by=rep, now=TUESDAY)

    moved = acknowledge_alerts(alert_ids=[alert.pk], by=manager, now=TUESDAY)

    assert (moved.changes, moved.acknowledged_by) == ([], "Jo Reyes")
    assert fresh(alert).acknowledged_by == rep


def test_an_alert_of_nobody_belongs_to_whoever_acknowledges_it(contact, rep):
    alert = make_alert(contact)

    acknowledge_alerts(alert_ids=[alert.pk], by=rep)

    assert fresh(alert).assignee == rep


def test_a_rep_reaches_neither_the_alerts_of_others_nor_those_of_another_organization(
    owned, make_user, globex
):
    alert = make_alert(owned)
    other = make_user("rep", "other@acme.example")
    with entered(globex):
        foreign = make_alert(ContactFactory())

    for unreachable in (alert.pk, foreign.pk):
        with pytest.raises(NotFound):
            acknowledge_alerts(alert_ids=[unreachable], by=other)
    assert fresh(alert).status == "open"


def test_a_snoozed_alert_hides_and_its_clock_runs_on(owned, rep):
    alert = make_alert(owned, "EMAIL_REPLY")
    snooze_alerts(
        alert_ids=[alert.pk], until=TUESDAY + timedelta(days=3), reason="on holiday", by=rep, now=TUESDAY
    )

    def shown_after(hours: int) -> bool:
        return SignalAlert.objects.awake(TUESDAY + timedelta(hours=hours)).exists()

    assert (shown_after(1), shown_after(4)) == (False, True)
    assert fresh(alert).deadline == TUESDAY + timedelta(hours=4)
    assert expire_alerts(now=TUESDAY + timedelta(hours=4)) == 1


@pytest.mark.parametrize(
    ("until", "reason", "field"), [(timedelta(hours=1), "  ", "reason"), (timedelta(0), "later", "until")]
)
def test_snoozing_needs_a_reason_and_a_time_to_come(owned, rep, until, reason, field):
    with pytest.raises(Invalid) as refused:
        snooze_alerts(
            alert_ids=[make_alert(owned).pk], until=TUESDAY + until, reason=reason, by=rep, now=TUESDAY
        )

    assert list(refused.value.fields) == [field]


def test_an_alert_is_given_to_somebody_who_is_told(owned, rep, make_user):
    alert = make_alert(owned)
    other = make_user("rep", "other@acme.example", name="Olga Other")

    reassign_alerts(alert_ids=[alert.pk], to=other, by=rep)

    assert fresh(alert).assignee == other
    assert [row.title for row in Notification.objects.filter(user=other)] == [
        "Alert assigned to you: Pricing page"
    ]


def test_an_alert_is_not_given_to_somebody_who_is_gone(owned, rep, manager, admin):
    deactivate(user=manager)

    with pytest.raises(Invalid, match="is deactivated"):
        reassign_alerts(alert_ids=[make_alert(owned).pk], to=manager, by=rep)


def test_those_above_are_asked_for_help_with_the_reason(owned, rep, manager):
    alert = make_alert(owned)

    escalate_alerts(alert_ids=[alert.pk], reason="They want a discount", by=rep, now=TUESDAY)

    alert = fresh(alert)
    assert (alert.status, alert.escalated_to, alert.assignee) == ("escalated", "manager", rep)
    told = Notification.objects.get(user=manager)
    assert (told.kind, told.body) == ("escalation", "They want a discount")


def test_what_somebody_acknowledged_is_neither_snoozed_nor_given_away(owned, rep, manager):
    alert = make_alert(owned)
    acknowledge_alerts(alert_ids=[alert.pk], by=rep)

    with pytest.raises(Conflict, match="Jo Reyes"):
        reassign_alerts(alert_ids=[alert.pk], to=manager, by=manager)


def test_every_move_can_be_taken_back_by_itself(owned, rep, manager):
    alert = make_alert(owned)
    at = TUESDAY + timedelta(minutes=1)
    before = SignalAlert.objects.filter(pk=alert.pk).values().get()
    moves = [
        lambda: acknowledge_alerts(alert_ids=[alert.pk], by=rep, now=at),
        lambda: snooze_alerts(
            alert_ids=[alert.pk], until=at + timedelta(hours=1), reason="later", by=rep, now=at
        ),
        lambda: reassign_alerts(alert_ids=[alert.pk], to=manager, by=rep, now=at),
        lambda: escalate_alerts(alert_ids=[alert.pk], reason="help", by=rep, now=at),
    ]
    for move in moves:
        [change] = move().changes
        assert SignalAlert.objects.filter(pk=alert.pk).values().get() != before

        undo_alert_changes(change_ids=[change.pk], by=manager, now=at)

        assert SignalAlert.objects.filter(pk=alert.pk).values().get() == before


def test_what_was_followed_by_something_else_is_not_taken_back(owned, rep, manager):
    alert = make_alert(owned)
    [given] = reassign_alerts(alert_ids=[alert.pk], to=manager, by=rep).changes
    acknowledge_alerts(alert_ids=[alert.pk], by=manager)

    with pytest.raises(Conflict, match="has changed since"):
        undo_alert_changes(change_ids=[given.pk], by=manager)
    assert fresh(alert).status == "acknowledged"
