"""Reopen closed deals."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.codes import codes_text
from mauntic.kernel.errors import Conflict, Invalid, NotAllowed
from mauntic.kernel.normalize import as_written
from revops.deals.domain.stages import OPEN
from revops.deals.models.deals import Deal
from revops.deals.selectors.reopening import Reopening, reopening_of
from revops.deals.services.create import locked_deals
from revops.deals.services.moves import known_stage
from revops.deals.services.writing import write_moves


@transaction.atomic
def reopen_deal(
    *,
    deal_id: UUID,
    stage: str,
    reason: str,
    by: User,
    version: int | None = None,
    action_id: UUID | None = None,
) -> Deal:
    """Reopen a closed deal at `stage`. The history keeps how it was closed.

    Args:
        deal_id: the id of the deal.
        stage: an open stage.
        reason: why the deal is open again; stored in the history. Owners need none within the hour after
            the deal was closed.
        by: the acting user.
        version: the version that the user has seen; None skips the check.
        action_id: the action that undoes it; None if it cannot be undone.

    Returns: the deal.

    Raises:
        NotAllowed: `by` is not a manager, nor the owner of a deal that was closed within the last hour.
        Invalid: the stage is not an open one, or the reason is missing.
        Conflict: the deal is open, or changed since `version`.

    Publishes: `DealStageChanged`.
    """
    to = known_stage(stage)
    deal = locked_deals([deal_id], by, {deal_id: version} if version else None)[0]
    if deal.is_open:
        raise Conflict(_('"{name}" is already open.').format(name=deal.name))
    allowed = reopening_of(deal, by)
    if not allowed.may:
        raise NotAllowed(_("Only managers, ops and admins can reopen this deal now. Ask your manager."))
    if problems := _problems(to, reason, allowed):
        raise Invalid(problems)
    write_moves([deal], to, by, reason=as_written(reason), action_id=action_id)
    return deal


def _problems(to: str, reason: str, allowed: Reopening) -> dict[str, str]:
    problems = {}
    if allowed.needs_reason and not reason.strip():
        problems["reason"] = _("Enter a reason for reopening the deal.")
    if to not in OPEN:
        problems["stage"] = _("Choose an open stage: {stages}.").format(stages=codes_text("stage", OPEN))
    return problems
