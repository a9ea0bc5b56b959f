"""Steps that were done, with what came of them and when: the figures, and who is behind each."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mauntic.delivery.models import BOUNCED, Message, MessageState, Reply, ReplyClass
from mauntic.kernel.clock import now
from mauntic.kernel.translation import StrPromise
from mauntic.kernel.translation import gettext_lazy as _
from revops.activities.models import Activity, ActivityType
from revops.sequences.models.enrollments import Outcome, StepRun
from revops.sequences.models.sequences import Step

MEETINGS = (ActivityType.MEETING, ActivityType.DEMO)
COUNTS_FOR = timedelta(days=30)
"""A meeting that is planned within this time after a sequence ended for a lead counts for it."""
SENT = Q(message_state=MessageState.SENT)
BEGUN = (Outcome.TASK, Outcome.DONE, Outcome.WAITED, Outcome.SENT)
OUTCOMES = {
    "reached": Q(outcome__in=BEGUN),
    "sent": SENT,
    "delivered": SENT & Q(bounce=None),
    "opened": Q(opening__isnull=False),
    "clicked": Q(click__isnull=False),
    "bounced": Q(bounce__isnull=False),
    "replied": Q(reply__isnull=False),
    "positive": Q(is_positive=True),
    "unsubscribed": Q(farewell__isnull=False, complaint=None),
    "complained": Q(complaint__isnull=False),
}
"""Conditions of `runs_of`, by the names of the figures."""
LABELS: dict[str, StrPromise] = {
    "reached": _("Done"),
    "sent": _("Sent"),
    "delivered": _("Delivered"),
    "opened": _("Opened"),
    "clicked": _("Clicked"),
    "bounced": _("Bounced"),
    "replied": _("Replied"),
    "positive": _("Positive"),
    "unsubscribed": _("Unsubscribed"),
    "complained": _("Reported as spam"),
    "meetings": _("Meetings"),
}
_HAPPENED = {
    "reached": "at",
    "opened": "opening",
    "clicked": "click",
    "bounced": "bounce",
    "replied": "reply",
    "positive": "reply",
    "unsubscribed": "farewell",
    "complained": "complaint",
}


def runs_of(step_ids: Collection[UUID]) -> QuerySet[StepRun]:
    """Return what was done of steps, each with the state of its email and what came back."""
    # A run names its message without a foreign key: delivery lies below.
    message = Message.objects.filter(pk=OuterRef("message_id"))
    good = Q(label=ReplyClass.POSITIVE) | Q(label=ReplyClass.MEETING, kind="accepted")
    return StepRun.objects.filter(step__in=step_ids).annotate(
        message_state=Subquery(message.values("state")[:1]),
        handed=Subquery(message.values("handed_at")[:1]),
        opening=Subquery(message.values("opened_at")[:1]),
        click=Subquery(message.values("clicked_at")[:1]),
        # As mailboxes count them: a refusal for who we are has no time of its own.
        bounce=Subquery(message.filter(BOUNCED).values(back=Coalesce("bounced_at", "claimed_at"))[:1]),
        reply=Subquery(message.values("replied_at")[:1]),
        farewell=Subquery(message.values("unsubscribed_at")[:1]),
        complaint=Subquery(message.values("complained_at")[:1]),
        is_positive=Exists(Reply.objects.filter(good, message=OuterRef("message_id"), is_human=True)),
    )


def meetings(step_ids: Collection[UUID]) -> QuerySet[StepRun]:
    """Return, for each enrollment after which a meeting was planned, the last step before it.

    The meeting counts if it was planned while the lead was enrolled, or within 30 days after.
    """
    planned = Activity.objects.filter(
        contact=OuterRef("enrollment__contact"), type__in=MEETINGS, created_at__gt=OuterRef("at")
    )
    ended = Coalesce(F("enrollment__ended_at"), now())
    return (
        StepRun.objects.filter(
            step__version__in=Step.objects.filter(pk__in=step_ids).values("version"),
            outcome__in=[Outcome.SENT, Outcome.DONE],
        )
        .annotate(happened=Subquery(planned.order_by("created_at").values("created_at")[:1]))
        .filter(happened__lte=ended + COUNTS_FOR)
        .order_by("enrollment_id", "-at")
        .distinct("enrollment_id")
    )


def leads_behind(step: Step, letter: str, name: str) -> QuerySet[StepRun]:
    """Return the leads behind a figure, each with when it `happened`, the latest step first.

    Args:
        step: whose figure it is.
        letter: of the variant; empty where there is only one text.
        name: a key of `LABELS`.
    """
    if name == "meetings":
        rows = StepRun.objects.filter(pk__in=Subquery(meetings([step.pk]).values("pk")), step=step)
        when = Activity.objects.filter(
            contact=OuterRef("enrollment__contact"), type__in=MEETINGS, created_at__gt=OuterRef("at")
        )
        rows = rows.annotate(happened=Subquery(when.order_by("created_at").values("created_at")[:1]))
    else:
        found = runs_of([step.pk]).filter(OUTCOMES[name])
        rows = found.annotate(happened=F(_HAPPENED.get(name, "handed")))
    return rows.filter(variant=letter).select_related("enrollment__contact__company")
