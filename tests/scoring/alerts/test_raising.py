"""How signals become alerts, for whom and until when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mauntic.accounts.services import deactivate, set_business_hours
from mauntic.events.catalog import IntentSignalDetected, SignalAlertCreated
from mauntic.events.services import publish, replay
from mauntic.kernel.clock import now
from mauntic.notifications.models import Notification
from mauntic.tracking.models import Visit, Visitor
from mauntic.tracking.visitors.services.linking import link_visitors
from mauntic.tracking.visits.services.record import PageView, record_visits
from scoring.alerts.models import AlertPolicy, SignalAlert
from scoring.alerts.services.raising import raise_alerts
from scoring.signals.models import IntentSignal
from tests.factories.alerts import TUESDAY, fresh, make_alert
from tests.factories.crm import ContactFactory
from tests.factories.scoring import make_signal
from tests.support.queries import queries_of


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


def test_a_visit_of_the_prices_becomes_an_alert_by_itself(owned, rep, run_jobs):
    with run_jobs():
        record_visits(views=[PageView(owned.pk, "https://www.example.com/pricing", now())])

    alert = SignalAlert.objects.get()
    assert (alert.type_id, alert.assignee, alert.contact_id) == ("PRICING_PAGE", rep, owned.pk)
    assert Notification.objects.get().user == rep


@pytest.mark.parametrize(("hours_ago", "alerts"), [(50, 1), (56, 0), (71, 0)])
def test_a_visit_that_had_nearly_faded_when_it_became_known_alerts_nobody(acme, run_jobs, hours_ago, alerts):
    visitor = Visitor.objects.create(anonymous_id="browser")
    Visit.objects.create(
        visitor=visitor,
        url="https://www.example.com/pricing",
        occurred_at=now() - timedelta(hours=hours_ago),
    )

    with run_jobs():
        link_visitors(contacts={visitor.pk: ContactFactory().pk})

    assert IntentSignal.objects.get(type="PRICING_PAGE").is_active(now())
    assert SignalAlert.objects.filter(priority="critical").count() == alerts


def test_an_alert_that_is_late_by_our_own_fault_is_raised_all_the_same(contact):
    signal = make_signal(contact, "DEMO_REQUEST", detected_at=TUESDAY)

    assert raise_alerts(signal_ids=[signal.pk], now=TUESDAY + timedelta(hours=23))


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
