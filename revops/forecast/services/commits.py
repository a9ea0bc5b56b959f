"""Set commits of the forecast."""

from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.errors import Invalid, NotAllowed
from mauntic.tenants.context import current_organization
from revops.forecast.domain.periods import Period
from revops.forecast.models import Commit
from revops.forecast.selectors.page import may_commit_for, may_commit_overall
from revops.forecast.selectors.scope import owners_seen_by, visible_person

MOST = Decimal(10) ** 16
LONGEST_NOTE = 500


@transaction.atomic
def set_commit(
    *, period: Period, value: Decimal, by: User, rep_id: UUID | None = None, note: str = ""
) -> Commit:
    """Set a commit for a period. Earlier commits stay in the history.

    Args:
        value: in the organization's currency.
        rep_id: None is the organization for managers who see all deals, else the user.

    Returns: the commit.

    Raises:
        Invalid: names the wrong fields.
        NotFound: `by` cannot see the rep.
        NotAllowed: only the rep and managers can set the commit of the rep.
    """
    if problems := amount_problems("value", value) | _note_problems(note):
        raise Invalid(problems)
    return Commit.objects.create(
        period=period.code,
        rep=_whose(by, rep_id),
        value=value,
        currency=current_organization().currency,
        note=note.strip(),
        by=by,
    )


def amount_problems(field: str, amount: Decimal) -> dict[str, str]:
    """Return the errors of an amount of money, by field."""
    if not amount.is_finite() or amount < 0:
        return {field: _("Enter an amount of 0 or more.")}
    if amount >= MOST:
        return {field: _("This amount is too large. Enter a smaller one.")}
    if amount != round(amount, 2):
        return {field: _("Use at most two decimals.")}
    return {}


def _note_problems(note: str) -> dict[str, str]:
    too_long = len(note.strip()) > LONGEST_NOTE
    return {"note": _("Use at most {number} characters.").format(number=LONGEST_NOTE)} if too_long else {}


def _whose(by: User, rep_id: UUID | None) -> User | None:
    if rep_id is None:
        return None if may_commit_overall(by, owners_seen_by(by)) else by
    person = visible_person(by, rep_id)
    if not may_commit_for(by, rep_id):
        raise NotAllowed(_("Only the rep and their managers can set this commit."))
    return person
