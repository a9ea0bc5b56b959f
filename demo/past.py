"""What the product would have written on a past day: alerts, answered in time or late, and scores."""

import random
from datetime import datetime, timedelta
from decimal import Decimal

from mauntic.accounts.models import Role, User
from mauntic.accounts.selectors import business_hours
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from scoring.alerts.domain.sla import deadline
from scoring.alerts.models import AlertChange, AlertPolicy, Move, SignalAlert, Status
from scoring.model.selectors.versions import version_in_force
from scoring.scores.models import ScoreHistory
from scoring.scores.selectors.queryset import scored
from scoring.scores.selectors.ranges import EVERYBODY
from scoring.signals.domain.strength import WORTH_AN_ALERT
from scoring.signals.models import IntentSignal

# Alerts of the last hours are left for the person who looks; of older ones, a few were never answered.
OPEN_FOR, FORGOTTEN, LATE = timedelta(hours=12), 0.02, 0.15


def alert(at: datetime, dice: random.Random) -> None:
    """Create the alerts of signals without one, as of `at`, and let owners or a manager acknowledge them.

    Nothing is published: notifications about the past would bury those of today. The product itself creates
    the alerts of the last hours.
    """
    if at > now() - OPEN_FOR:
        return
    policies = {policy.priority: policy.sla() for policy in AlertPolicy.objects.filter(enabled=True)}
    hours, alerts = business_hours(), list[SignalAlert]()
    signals = IntentSignal.objects.filter(alert=None, detected_at__lte=at).select_related(
        "type", "contact__owner"
    )
    for signal in signals:
        if signal.type.priority in policies and signal.left_when_known() >= WORTH_AN_ALERT:
            until = deadline(policies[signal.type.priority], signal.detected_at, hours)
            alerts.append(_alert(signal, until, dice))
    SignalAlert.objects.bulk_create(alerts)
    AlertChange.objects.bulk_create(
        AlertChange(alert=each, move=Move.ACKNOWLEDGED, at=each.acknowledged_at, by=each.acknowledged_by)
        for each in alerts
        if each.acknowledged_at
    )


def _alert(signal: IntentSignal, until: datetime, dice: random.Random) -> SignalAlert:
    owner, begun = signal.contact.owner, signal.detected_at
    made = SignalAlert(
        contact=signal.contact,
        signal=signal,
        type=signal.type,
        priority=signal.type.priority,
        assignee=owner,
        detected_at=begun,
        created_at=begun,
        deadline=until,
    )
    share = dice.uniform(1.05, 2.5) if dice.random() < LATE else dice.uniform(0.05, 0.9)
    # Long deadlines lie ahead; their alerts were answered in the meantime, too.
    answered_at = min(begun + (until - begun) * share, begun + (now() - begun) * dice.uniform(0.1, 0.9))
    who = owner or User.objects.filter(role=Role.MANAGER).first()
    if who is not None and dice.random() > FORGOTTEN:
        made.status, made.acknowledged_at, made.acknowledged_by = Status.ACKNOWLEDGED, answered_at, who
    return made


def remember_scores(at: datetime) -> None:
    """Keep the score that each lead had at `at`, where it differs from the day before."""
    day = at.date()
    rows = scored(version_in_force().model(), EVERYBODY, at)
    latest = ScoreHistory.objects.filter(day__lt=day).order_by("contact_id", "-day").distinct("contact_id")
    before = dict(latest.values_list("contact_id", "total"))
    known = set(Contact.objects.filter(created_at__lte=at).values_list("pk", flat=True))
    scores = [
        ScoreHistory(contact_id=row["id"], day=day, **_points(row)) for row in rows if row["id"] in known
    ]
    changed = [score for score in scores if score.total != before.get(score.contact_id)]
    ScoreHistory.objects.bulk_create(changed, ignore_conflicts=True)


def _points(row: dict[str, int]) -> dict[str, Decimal]:
    """Return the points of a scored lead, which are hundredths."""
    return {name: Decimal(row[name]) / 100 for name in ("total", "engagement", "fit", "intent")}
