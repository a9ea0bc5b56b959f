"""The demonstration has a past: what happened in the last weeks, dated as it was."""

import random
from datetime import timedelta

import pytest

from demo import activity
from mauntic.crm.models import Contact
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.notifications.models import Notification
from mauntic.tracking.models import Visit
from scoring.alerts.models import AlertChange, SignalAlert
from scoring.scores.models import ScoreHistory
from scoring.scores.services.rescoring import rescore
from scoring.signals.models import IntentSignal
from tests.factories.lead_intelligence import make_lead

LEADS, SEED = 12, 3


@pytest.fixture
def lived(acme, rep):
    """Leads with the visits of a month."""
    for number in range(LEADS):
        make_lead(email=f"person{number}@engines.example", owner=rep)
    rescore()
    activity.make(random.Random(SEED))


def test_scores_have_a_history_from_the_day_a_lead_came(lived):
    rows = ScoreHistory.objects.filter(day__lt=now().date())
    assert len(set(rows.values_list("day", flat=True))) > 5
    came = dict(Contact.objects.values_list("pk", "created_at"))
    assert [row for row in rows if row.day < came[row.contact_id].date()] == []
    assert max(came.values()) < now() - timedelta(hours=20)
    ranked = ScoreHistory.objects.filter(day__lt=now().date()).order_by("contact_id", "day")
    totals = {}
    for row in ranked:
        assert totals.get(row.contact_id) != row.total, "a day without a change has no row"
        totals[row.contact_id] = row.total
    assert len({row.total for row in ranked}) > 1


def test_the_newest_leads_of_the_list_came_yesterday_whenever_the_demo_is_made(acme):
    for number, day in enumerate(("2025-03-01", "2025-02-01")):
        make_lead(email=f"dated{number}@engines.example", custom_fields={"created_at": day})

    activity.make(random.Random(SEED))

    ages = [now() - lead.created_at for lead in Contact.objects.order_by("email")]
    assert [age // timedelta(days=1) for age in ages] == [1, 29]


def test_visits_arrive_in_the_order_of_time(lived):
    times = list(Visit.objects.order_by("pk").values_list("occurred_at", flat=True))
    assert times == sorted(times)


def test_a_score_of_the_past_counts_only_what_had_happened_by_then(lived):
    first = Visit.objects.order_by("occurred_at").first()
    early = ScoreHistory.objects.filter(contact=first.contact, day__lt=first.occurred_at.date())
    assert [row.intent for row in early if row.intent] == []


def test_old_alerts_are_answered_and_those_of_the_last_hours_are_left_to_the_product(lived, rep):
    alerts = SignalAlert.objects.all()
    assert alerts.filter(acknowledged_by=rep).count() > len(alerts) / 2
    assert not alerts.filter(detected_at__gt=now() - timedelta(hours=4)).exists()
    answered = AlertChange.objects.filter(move="acknowledged", by=rep)
    assert answered.count() == alerts.filter(status="acknowledged").count()
    assert not alerts.filter(acknowledged_at__gt=now()).exists()
    assert IntentSignal.objects.filter(alert=None).exists()
    assert not Notification.objects.exists()


def test_the_timeline_shows_visits_when_they_were(lived):
    times = StoredEvent.objects.filter(type="content.PageVisited").values_list("occurred_at", flat=True)
    assert min(times) < now() - timedelta(days=7)
    assert max(times) <= now()
