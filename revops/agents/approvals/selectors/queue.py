"""Which proposals a person sees."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.errors import NotFound
from mauntic.kernel.translation import StrPromise
from revops.agents.approvals.domain.statuses import CLOSED, Status
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.registry import all_kinds, kind_named

PENDING, FAILED, DONE, OBSERVED = "pending", "failed", "done", "observed"
TABS: dict[str, StrPromise] = {
    PENDING: gettext_lazy("To approve"),
    FAILED: gettext_lazy("Failed"),
    DONE: gettext_lazy("Decided"),
    OBSERVED: gettext_lazy("Learning"),
}
COUNT_UP_TO = 99


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of proposals shows. `kind` is a key, or empty for all."""

    tab: str = PENDING
    kind: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether the kind leaves proposals out."""
        return bool(self.kind)


def wanted_by(query: Mapping[str, str]) -> Wanted:
    """Return what the query of an address asks for; what it does not know counts as empty."""
    tab, kind = query.get("tab", ""), query.get("kind", "")
    return Wanted(tab if tab in TABS else PENDING, kind if kind_named(kind) else "")


def seen_by(user: User) -> QuerySet[Proposal]:
    """Return the proposals about records that the user may change, of the kinds of this release."""
    seen = Q(pk__in=())
    for kind in all_kinds():
        seen |= Q(kind=kind.key) & kind.visible(user)
    return Proposal.objects.filter(seen)


def queue(user: User, wanted: Wanted) -> QuerySet[Proposal]:
    """Return the proposals of a list."""
    rows = _of_tab(_narrowed(user, wanted), wanted.tab)
    return rows.select_related("contact__company", "decided_by", "acts_for")


def counts(user: User, wanted: Wanted) -> dict[str, int]:
    """Return the number of proposals by tab, each counted up to 100."""
    rows = _narrowed(user, wanted)
    return {tab: _of_tab(rows, tab).order_by()[: COUNT_UP_TO + 1].count() for tab in TABS}


def pending_count(user: User) -> int:
    """Return the number of proposals that wait for the user, up to 100, which is shown as 99+."""
    return _of_tab(seen_by(user), PENDING).order_by()[: COUNT_UP_TO + 1].count()


def pending_about(user: User, target_id: UUID) -> Proposal | None:
    """Return the proposal about a record that waits for the user; None if none does."""
    return _of_tab(seen_by(user), PENDING).filter(target_id=target_id).first()


def proposal_seen_by(user: User, proposal_id: UUID) -> Proposal:
    """Return a proposal that the user may decide about.

    Raises: `NotFound`.
    """
    rows = seen_by(user).select_related("contact__company", "contact__owner", "decided_by", "acts_for")
    found = rows.filter(pk=proposal_id).first()
    if found is None:
        raise NotFound(_("This proposal does not exist, or is about a record that is not yours."))
    return found


def _narrowed(user: User, wanted: Wanted) -> QuerySet[Proposal]:
    rows = seen_by(user)
    return rows.filter(kind=wanted.kind) if wanted.kind else rows


def _of_tab(rows: QuerySet[Proposal], tab: str) -> QuerySet[Proposal]:
    if tab == PENDING:
        return rows.filter(status=Status.PENDING, expires_at__gt=now())
    if tab == FAILED:
        return rows.filter(status=Status.FAILED)
    if tab == OBSERVED:
        return rows.filter(status=Status.OBSERVED)
    # What has expired leaves the list of pending ones at once, and not with the next sweep.
    return rows.filter(Q(status__in=CLOSED) | Q(status=Status.PENDING, expires_at__lte=now()))
