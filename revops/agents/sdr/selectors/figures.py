"""What came of the SDR agent: agreement with people, and rates by mode."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from mauntic.delivery.models import Message, MessageState
from mauntic.kernel.clock import now
from mauntic.kernel.translation import StrPromise
from revops.activities.models import Activity
from revops.agents.approvals.domain.statuses import Status
from revops.agents.approvals.models import Proposal
from revops.agents.sdr.domain.metrics import Agreement
from revops.agents.sdr.domain.modes import Mode
from revops.agents.sdr.domain.planning import Action
from revops.agents.sdr.models import SdrDecision, State
from revops.sequences.domain.rates import Rate, rate
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.selectors.limits import ORIGIN
from revops.sequences.selectors.outcomes import COUNTS_FOR, MEETINGS

COUNTED = timedelta(days=90)
PATIENCE = timedelta(days=14)
"""What people did within this time after a decision is compared with it."""
PEOPLE = "people"
WHO: dict[str, StrPromise] = {
    Mode.AUTOPILOT: _("Autopilot"),
    Mode.COPILOT: _("Copilot"),
    PEOPLE: _("People alone"),
}


@dataclass(frozen=True, slots=True)
class ModeFigures:
    """What came of the enrollments of one mode in 90 days."""

    name: str
    label: str
    enrolled: int
    written_to: int
    replies: Rate
    meetings: Rate


def agreement() -> Agreement:
    """Return how people did by the decisions of the learning mode, two weeks after each. One query."""
    at = now()
    enrolled = Enrollment.objects.filter(
        contact=OuterRef("contact"),
        created_at__gt=OuterRef("created_at"),
        created_at__lte=OuterRef("created_at") + PATIENCE,
    )
    rows = SdrDecision.objects.filter(state=State.DONE, mode=Mode.LEARNING, created_at__gt=at - COUNTED)
    rows = rows.annotate(did=Exists(enrolled)).filter(Q(did=True) | Q(created_at__lte=at - PATIENCE))
    would = Q(action=Action.ENROLL)
    return Agreement(
        **rows.order_by().aggregate(
            would_and_did=Count("pk", filter=would & Q(did=True)),
            would_only=Count("pk", filter=would & Q(did=False)),
            left_and_did=Count("pk", filter=~would & Q(did=True)),
            left_alone=Count("pk", filter=~would & Q(did=False)),
        )
    )


def figures_by_mode() -> Sequence[ModeFigures]:
    """Return the reply and meeting rates of the last 90 days by who enrolled. One query.

    The rates are those of the leads that were written to. A meeting counts as it does for sequences.
    """
    found = {row["who"]: row for row in _counted(now() - COUNTED)}
    return [_figures(name, found.get(name, {})) for name in WHO]


def _counted(since: datetime) -> Sequence[Mapping[str, Any]]:
    made = Proposal.objects.filter(record_id=OuterRef("pk"), status=Status.EXECUTED)
    sent = Message.objects.filter(origin_kind=ORIGIN, origin_id=OuterRef("pk"), state=MessageState.SENT)
    planned = Activity.objects.filter(
        contact=OuterRef("contact"),
        type__in=MEETINGS,
        created_at__gt=OuterRef("created_at"),
        created_at__lte=Coalesce(OuterRef("ended_at"), now()) + COUNTS_FOR,
    )
    rows = Enrollment.objects.filter(created_at__gt=since).annotate(
        who=Case(
            When(Exists(made.filter(decided_by__isnull=True)), then=Value(Mode.AUTOPILOT.value)),
            When(Exists(made), then=Value(Mode.COPILOT.value)),
            default=Value(PEOPLE),
        ),
        written=Exists(sent),
        replied=Exists(sent.filter(replied_at__isnull=False)),
        met=Exists(planned),
    )
    reached = Q(written=True)
    return list(
        rows.order_by()
        .values("who")
        .annotate(
            enrolled=Count("pk"),
            written_to=Count("pk", filter=reached),
            replies=Count("pk", filter=reached & Q(replied=True)),
            meetings=Count("pk", filter=reached & Q(met=True)),
        )
    )


def _figures(name: str, row: Mapping[str, Any]) -> ModeFigures:
    written = int(row.get("written_to", 0))
    return ModeFigures(
        name=name,
        label=str(WHO[name]),
        enrolled=int(row.get("enrolled", 0)),
        written_to=written,
        replies=rate(int(row.get("replies", 0)), written),
        meetings=rate(int(row.get("meetings", 0)), written),
    )
