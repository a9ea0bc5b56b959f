from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mauntic.accounts.services import deactivate, set_business_hours
from mauntic.crm.models import Contact
from mauntic.events.catalog import IntentSignalDetected, SignalAlertCreated
from mauntic.events.services import publish, replay
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from mauntic.notifications.models import Notification
from mauntic.tenants.context import entered
from mauntic.tracking.services import PageView, record_visits
from scoring.models import AlertPolicy, SignalAlert
from scoring.services import (
    PromiseChange,
    acknowledge_alerts,
    escalate_alerts,
    expire_alerts,
    free_alerts_of_the_gone,
    raise_alerts,
    reassign_alerts,
    set_alert_policies,
    snooze_alerts,
    undo_alert_changes,
)
from tests.factories.crm import ContactFactory
from tests.factories.scoring import make_signal
from tests.queries import queries_of

TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)


def make_alert(contact: Contact, code: str = "PRICING_PAGE", *, at: datetime = TUESDAY) -> SignalAlert:
    [alert] = raise_alerts(signal_ids=[make_signal(contact, code, detected_at=at).pk], now=at)
    return alert


@pytest.fixture
def owned(contact, rep) -> Contact:
    contact.owner = rep
    contact.save()
    return contact


@pytest.fixture
def manager(make_user):
    return make_user("manager", name="Max Manager")


def fresh(alert: SignalAlert) -> SignalAlert:
    return SignalAlert.objects.get(pk=alert.pk)


@pytest.mark.parametrize(
    ("code", "priority", "hours"),
    [
        ("PRICING_PAGE", "critical", 1),
        ("EMAIL_REPLY", "high", 4),
        ("CONTENT_DOWNLOAD", "medium", 24),
        ("WEBSITE_VISIT", "low", 72),
    ],
)
def test_the_priority_of_a_signal_says_by_when_its_owner_must_act(
    owned, rep, facts_of, code, priority, hours
):
    alert = fresh(make_alert(owned, code))

    deadline = TUESDAY + timedelta(hours=hours)
    assert (alert.priority, alert.deadline, alert.status) == (priority, deadline, "open")
    assert alert.assignee == rep
    assert facts_of(SignalAlertCreated) == [
        SignalAlertCreated(
            contact_id=owned.pk, priority=priority, deadline=deadline, signal_type=code
        ).to_wire()
    ]


def test_deadlines_count_business_hours_once_they_are_set(contact):
    set_business_hours(
        week=[[(540, 1020)]] * 5 + [[], []], time_zone="Europe/Berlin", closed_on=[date(2026, 11, 25)]
    )

    # 16:30 in Berlin on the eve of a closed day: half an hour today, the rest on Thursday.
    alert = make_alert(contact, at=datetime(2026, 11, 24, 15, 30, tzinfo=UTC))

    assert alert.deadline == datetime(2026, 11, 26, 8, 30, tzinfo=UTC)


def test_a_promise_may_count_around_the_clock_all_the_same(contact):
    set_business_hours(week=[[(540, 1020)]] * 5 + [[], []])
    set_alert_policies(changes=[PromiseChange(priority="critical", minutes=30, in_business_hours=False)])

    assert make_alert(contact, at=TUESDAY.replace(hour=23)).deadline == TUESDAY.replace(hour=23, minute=30)


def test_a_visit_of_the_prices_becomes_an_alert_by_itself(owned, rep, run_jobs):
    with run_jobs():
        record_visits(views=[PageView(owned.pk, "https://www.example.com/pricing", now())])

    alert = SignalAlert.objects.get()
    assert (alert.type_id, alert.assignee, alert.contact_id) == ("PRICING_PAGE", rep, owned.pk)
    assert Notification.objects.get().user == rep


def test_a_visit_of_a_bot_makes_no_alert(owned, run_jobs):
    with run_jobs():
        record_visits(views=[PageView(owned.pk, "https://www.example.com/pricing", now(), is_bot=True)])

    assert not SignalAlert.objects.exists()


def test_the_same_event_again_makes_no_second_alert(owned, run_jobs):
    signal = make_signal(owned, "DEMO_REQUEST")
    with run_jobs():
        publish(
            IntentSignalDetected(
                contact_id=owned.pk,
                signal_type="DEMO_REQUEST",
                weight=1,
                source="content",
                signal_id=signal.pk,
            )
        )
    with run_jobs():
        replay(wire_name=IntentSignalDetected.wire_name)

    assert SignalAlert.objects.count() == 1
    assert raise_alerts(signal_ids=[signal.pk]) == []


def test_no_alert_comes_of_what_is_faded_switched_off_or_not_to_be_contacted(contact):
    faded = make_signal(contact, "PRICING_PAGE", detected_at=TUESDAY - timedelta(days=9))
    quiet = make_signal(contact, "WEBSITE_VISIT", detected_at=TUESDAY)
    blocked = make_signal(ContactFactory(suppressed_reason="asked us"), "DEMO_REQUEST", detected_at=TUESDAY)
    AlertPolicy.objects.filter(priority="low").update(enabled=False)

    assert raise_alerts(signal_ids=[faded.pk, quiet.pk, blocked.pk], now=TUESDAY) == []


def test_the_lead_of_somebody_who_is_gone_is_nobodys_alert(owned, rep):
    deactivate(user=rep)

    assert make_alert(owned).assignee is None


def test_a_set_of_signals_costs_as_many_queries_as_one(contact):
    def raised(count: int) -> int:
        sets = [[make_signal(ContactFactory(), "DEMO_REQUEST").pk for _ in range(count)] for _ in range(2)]
        return queries_of(lambda: raise_alerts(signal_ids=sets.pop()))

    assert raised(1) == raised(5)


# -- Acknowledging


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


# -- Waiting, giving away, asking for help


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
        "You were given an alert: Pricing page"
    ]


def test_an_alert_is_not_given_to_somebody_who_is_gone(owned, rep, manager, admin):
    deactivate(user=manager)

    with pytest.raises(Invalid, match="can no longer sign in"):
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


# -- Running out


def test_what_nobody_acted_on_escalates_and_stays(owned, rep, manager):
    late, soon = make_alert(owned), make_alert(owned, "EMAIL_REPLY")
    at = TUESDAY + timedelta(hours=1)

    assert (expire_alerts(now=at), expire_alerts(now=at)) == (1, 0)

    assert (fresh(late).status, fresh(soon).status) == ("escalated", "open")
    [change] = late.changes.all()
    assert (change.move, change.by, change.reason) == ("ran_out", None, "Nobody acted before the deadline.")
    assert [row.title for row in Notification.objects.filter(user=manager)] == [
        "An alert needs you: Pricing page"
    ]
    assert list(SignalAlert.objects.visible_to(rep).waiting().awake(at)) == [fresh(late), fresh(soon)]


def test_without_a_manager_those_above_them_are_told(owned, admin):
    make_alert(owned)

    expire_alerts(now=TUESDAY + timedelta(hours=1))

    assert [row.user for row in Notification.objects.filter(kind="escalation")] == [admin]


def test_where_nobody_is_to_be_told_an_alert_is_overdue(owned, rep):
    set_alert_policies(changes=[PromiseChange(priority="critical", minutes=60, escalates_to="")])
    alert = make_alert(owned)

    expire_alerts(now=TUESDAY + timedelta(hours=1))

    assert fresh(alert).status == "overdue"
    with pytest.raises(Conflict, match="nobody to escalate"):
        escalate_alerts(alert_ids=[alert.pk], reason="help", by=rep)


def test_many_alerts_that_run_out_together_are_one_notice(owned, manager):
    for _ in range(3):
        make_alert(ContactFactory())

    expire_alerts(now=TUESDAY + timedelta(hours=1))

    assert [row.title for row in Notification.objects.filter(user=manager)] == ["3 alerts need you"]


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

    assert (free_alerts_of_the_gone(), free_alerts_of_the_gone()) == (2, 0)

    assert (fresh(kept).assignee, fresh(freed).assignee) == (rep, None)


# -- Taking back


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


def test_an_escalation_that_was_taken_back_does_not_come_again(owned, manager):
    alert = make_alert(owned)
    at = TUESDAY + timedelta(hours=2)
    expire_alerts(now=at)

    undo_alert_changes(change_ids=[alert.changes.get().pk], by=manager, now=at)

    assert (fresh(alert).status, expire_alerts(now=at)) == ("overdue", 0)


def test_what_was_followed_by_something_else_is_not_taken_back(owned, rep, manager):
    alert = make_alert(owned)
    [given] = reassign_alerts(alert_ids=[alert.pk], to=manager, by=rep).changes
    acknowledge_alerts(alert_ids=[alert.pk], by=manager)

    with pytest.raises(Conflict, match="something else was done since"):
        undo_alert_changes(change_ids=[given.pk], by=manager)
    assert fresh(alert).status == "acknowledged"


# -- Promises


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (PromiseChange(priority="huge", minutes=5), "no such priority"),
        (PromiseChange(priority="low", minutes=0), "between a minute and 30 days"),
        (PromiseChange(priority="low", minutes=5, escalates_to="rep"), "Only managers"),
    ],
)
def test_odd_promises_are_refused(acme, change, said):
    with pytest.raises(Invalid, match=said):
        set_alert_policies(changes=[change])
