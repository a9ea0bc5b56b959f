"""Close proposals whose time or ground is gone, and finish what a worker left."""

import logging
from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from mauntic.kernel.clock import now
from revops.agents.approvals.domain.statuses import Status
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.selectors.shown import changes
from revops.agents.approvals.services.executing import execute

LEFT_AFTER = timedelta(minutes=2)
"""An approved proposal is executed within seconds. One that is older was left by a worker that died."""
MOST_ATTEMPTS = 3
CHUNK = 100
_log = logging.getLogger(__name__)


def review(*, proposals: Collection[Proposal]) -> int:
    """Invalidate pending proposals that rest on something that changed.

    Returns: the number of those that were invalidated.
    """
    by_reason: dict[str, list[UUID]] = defaultdict(list)
    for pk, reason in changes(proposals).items():
        by_reason[reason].append(pk)
    return sum(
        Proposal.objects.filter(pk__in=ids, status=Status.PENDING).update(
            status=Status.INVALIDATED, detail=reason
        )
        for reason, ids in by_reason.items()
    )


def review_of(*, contact_ids: Collection[UUID]) -> int:
    """Invalidate the pending proposals about leads that do not hold any more. See `review`."""
    rows = Proposal.objects.filter(contact__in=contact_ids, status=Status.PENDING)
    return review(proposals=list(rows.select_related("contact")))


def settle() -> int:
    """Expire pending proposals whose time is over, and execute those that a worker left.

    One that fails three times is shown as failed.

    Returns: the number of proposals that changed.
    """
    at = now()
    count = Proposal.objects.filter(status=Status.PENDING, expires_at__lte=at).update(status=Status.EXPIRED)
    left = Proposal.objects.filter(status=Status.APPROVED, decided_at__lte=at - LEFT_AFTER)
    for row in left.order_by("decided_at")[:CHUNK]:
        count += _finish(row)
    return count


def _finish(row: Proposal) -> int:
    # Counted and committed first: an attempt that kills its worker counts, too.
    Proposal.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1)
    if row.attempts >= MOST_ATTEMPTS:
        failed = {"status": Status.FAILED, "detail": _("It was approved, and could not be executed.")}
        return Proposal.objects.filter(pk=row.pk, status=Status.APPROVED).update(**failed)
    try:
        return int(execute(proposal_id=row.pk).status != Status.APPROVED)
    except Exception:  # noqa: BLE001 (the next ones go on; this one is tried again)
        _log.exception("Proposal %s was not executed", row.pk)
        return 0
