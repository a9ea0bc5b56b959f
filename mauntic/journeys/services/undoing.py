"""Undo adding leads to a journey by hand, minutes after it."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.automation.models import ActionRun, ActionState, Origin, Run, RunReason
from mauntic.automation.registry.actions import action_named
from mauntic.automation.registry.subjects import CONTACT
from mauntic.automation.selectors.origins import ORIGIN
from mauntic.automation.services.runs.leaving import end_all, locked
from mauntic.delivery.models import Message, MessageState
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, NotFound

UNDONE_WITHIN = timedelta(minutes=10)
EMAIL = "send_email"
DONE = (ActionState.DONE, ActionState.UNKNOWN)
LEFT = Q(state__in=[MessageState.SENT, MessageState.UNKNOWN]) | Q(handed_at__isnull=False)
"""Emails that a server has, or may have."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did.

    Args:
        left: how many leads left.
        stays: how often each action was done before, by its key: that stays. Of emails, those that were sent.
    """

    left: int
    stays: Mapping[str, int]


@transaction.atomic
def undo_enrolling(*, definition_id: UUID, at: datetime, by: User) -> Undone:
    """Let the leads leave that a person added at one moment. Emails that no server has yet are not sent.

    What was done before stays. A lead for whom nothing was done may be added again, as if it had never been.

    Args:
        definition_id: the journey.
        at: when they were added.
        by: the acting user, who added them.

    Raises: `NotFound` if the user added nobody then; `Conflict` more than 10 minutes later, or if that was
        undone already.
    """
    added = Run.objects.filter(
        definition=definition_id, started_by=by, started_at=at, origin=Origin.PERSON
    ).exclude(cause_key__startswith="present:")
    rows = locked(added)
    if not rows:
        raise NotFound(_("Nobody was added then."))
    if now() - at > UNDONE_WITHIN:
        raise Conflict(_("It is too late to undo this. Remove the leads on the page of the journey."))
    rows = [row for row in rows if row.reason not in (RunReason.UNDONE, RunReason.STOPPED)]
    if not rows:
        raise Conflict(_("This was undone already."))
    stays, touched = _stays([row.pk for row in rows])
    end_all([row for row in rows if row.pk not in touched], RunReason.UNDONE)
    end_all([row for row in rows if row.pk in touched], RunReason.STOPPED)
    return Undone(len(rows), stays)


def _stays(run_ids: Collection[UUID]) -> tuple[Mapping[str, int], set[UUID]]:
    """Return how often each action was done that cannot be taken back, and by which runs."""
    done = ActionRun.objects.filter(run__in=run_ids, state__in=DONE).exclude(action=EMAIL)
    found = [(run_id, key) for run_id, key in done.values_list("run", "action") if _lasts(key)]
    sent = Message.objects.filter(LEFT, origin_kind=ORIGIN, origin_id__in=run_ids)
    found += [(run_id, EMAIL) for run_id in sent.order_by().values_list("origin_id", flat=True)]
    return Counter(key for _run_id, key in found), {run_id for run_id, _key in found}


def _lasts(key: str) -> bool:
    action = action_named(key, CONTACT)
    return action is None or not action.is_flow
