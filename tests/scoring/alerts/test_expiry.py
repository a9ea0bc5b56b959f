"""What happens to alerts that nobody acts on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mauntic.accounts.services import deactivate
from mauntic.crm.contacts.services.owners import assign_owner
from mauntic.kernel.errors import Conflict
from mauntic.notifications.models import Notification
from scoring.alerts.models import SignalAlert
from scoring.alerts.services.expiry import (
    assign_unassigned,
    expire_alerts,
    release_alerts_of_deactivated,
)
from scoring.alerts.services.moves import (
    escalate_alerts,
    reassign_alerts,
    undo_alert_changes,
)
from scoring.alerts.services.policies import PolicyChange, set_alert_policies
from tests.factories.alerts import TUESDAY, fresh, make_alert
from tests.factories.crm import ContactFactory


def test_what_nobody_acted_on_escalates_and_stays(owned, rep, manager):
    late, soon = make_alert(owned), make_alert(owned, "EMAIL_REPLY")
    at = TUESDAY + timedelta(hours=1)

    assert (expire_alerts(now=at), expire_alerts(now=at)) == (1, 0)

    assert (fresh(late).status, fresh(soon).status) == ("escalated", "open")
    [change] = late.changes.all()
    assert (change.move, change.by, change.reason) == (
        "ran_out",
        None,
        "Not acknowledged before the deadline.",
    )
    assert [row.title for row in Notification.objects.filter(user=manager)] == [
        "Alert escalated to you: Pricing page"
    ]
    assert list(SignalAlert.objects.visible_to(rep).waiting().awake(at)) == [fresh(late), fresh(soon)]


def test_without_a_manager_those_above_them_are_told(owned, admin):
    make_alert(owned)

    expire_alerts(now=TUESDAY + timedelta(hours=1))

    assert [row.user for row in Notification.objects.filter(kind="escalation")] == [admin]


def test_where_nobody_is_to_be_told_an_alert_is_overdue(owned, rep):
    set_alert_policies(changes=[PolicyChange(priority="critical", minutes=60, escalates_to="")])
    alert = make_alert(owned)

    expire_alerts(now=TUESDAY + timedelta(hours=1))

    assert fresh(alert).status == "overdue"
    with pytest.raises(Conflict, match="escalates to nobody"):
        escalate_alerts(alert_ids=[alert.pk], reason="help", by=rep)


def test_many_alerts_that_run_out_together_are_one_notice(owned, manager):
    for _ in range(3):
        make_alert(ContactFactory())

    expire_alerts(now=TUESDAY + timedelta(hours=1))

    assert [row.title for row in Notification.objects.filter(user=manager)] == ["3 alerts escalated to you"]


def test_running_out_costs_as_many_queries_for_one_as_for_five(contact, manager):
    def ran_out(count: int) -> int:
        for _ in range(count):
            make_alert(ContactFactory())
        with CaptureQueriesContext(connection) as captured:
            assert expire_alerts(now=TUESDAY + timedelta(hours=1)) == count
        return len(captured)

    assert ran_out(1) == ran_out(5)


def test_alerts_of_somebody_who_left_go_to_the_owner_else_to_nobody(owned, rep, manager, admin):
    kept, freed = make_alert(owned), make_alert(ContactFactory(owner=manager))
    reassign_alerts(alert_ids=[kept.pk], to=manager, by=rep)
    deactivate(user=manager)

    assert (release_alerts_of_deactivated(), release_alerts_of_deactivated()) == (2, 0)

    assert (fresh(kept).assignee, fresh(freed).assignee) == (rep, None)


def test_unassigned_alerts_go_with_their_lead_to_its_new_owner(contact, rep, manager, run_jobs):
    waiting, other = make_alert(contact), make_alert(ContactFactory())

    with run_jobs():
        assign_owner(contact_ids=[contact.pk], owner=rep, by=manager)

    assert (fresh(waiting).assignee, fresh(other).assignee) == (rep, None)
    assert fresh(waiting).deadline == waiting.deadline
    [change] = waiting.changes.all()
    assert (change.move, change.by, change.reason) == ("reassigned", None, "The lead got an owner.")


def test_an_alert_that_has_an_assignee_stays_with_them_when_its_lead_moves(owned, rep, manager, run_jobs):
    alert = make_alert(owned)

    with run_jobs():
        assign_owner(contact_ids=[owned.pk], owner=manager, by=manager)

    assert fresh(alert).assignee == rep


def test_alerts_that_were_created_while_their_lead_got_an_owner_are_swept_to_them(contact, rep, make_user):
    gone = make_user("ops")
    gone.is_active = False
    gone.save()
    alert, unowned, left = (
        make_alert(who) for who in (contact, ContactFactory(), ContactFactory(owner=gone))
    )
    type(contact).objects.filter(pk=contact.pk).update(owner=rep)

    assert (assign_unassigned(), assign_unassigned()) == (1, 0)

    assert [fresh(each).assignee for each in (alert, unowned, left)] == [rep, None, None]


def test_an_escalation_that_was_taken_back_does_not_come_again(owned, manager):
    alert = make_alert(owned)
    at = TUESDAY + timedelta(hours=2)
    expire_alerts(now=at)

    undo_alert_changes(change_ids=[alert.changes.get().pk], by=manager, now=at)

    assert (fresh(alert).status, expire_alerts(now=at)) == ("overdue", 0)
