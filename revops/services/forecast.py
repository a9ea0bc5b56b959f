"""People say what they commit to."""

from decimal import Decimal
from uuid import UUID

from django.db import transaction

from mauntic.accounts.models import User
from mauntic.kernel.errors import Invalid, NotAllowed
from mauntic.tenants.context import current_organization
from revops.domain.periods import Period
from revops.models import Commit
from revops.selectors.forecast import may_commit_for, may_commit_overall
from revops.selectors.forecast_scope import owners_seen_by, visible_person

MOST = Decimal(10) ** 16
LONGEST_NOTE = 500


@transaction.atomic
def set_commit(
    *, period: Period, value: Decimal, by: User, rep_id: UUID | None = None, note: str = ""
) -> Commit:
    """Say what will close in a period, in the organization's currency; what was said before stays on record.

    Without a person, who sees everybody and is a manager speaks for all, and others for themselves.
    `NotFound` for a person who is not seen, `NotAllowed` for one who speaks for themselves.
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
    """What is wrong with an amount of money, by its field."""
    if not amount.is_finite() or amount < 0:
        return {field: "An amount cannot be negative. Enter 0 or more."}
    if amount >= MOST:
        return {field: "This is more than can be kept. Enter less."}
    if amount != round(amount, 2):
        return {field: "Use at most two decimals."}
    return {}


def _note_problems(note: str) -> dict[str, str]:
    too_long = len(note.strip()) > LONGEST_NOTE
    return {"note": f"Use at most {LONGEST_NOTE} characters."} if too_long else {}


def _whose(by: User, rep_id: UUID | None) -> User | None:
    if rep_id is None:
        return None if may_commit_overall(by, owners_seen_by(by)) else by
    person = visible_person(by, rep_id)
    if not may_commit_for(by, rep_id):
        raise NotAllowed("Only they themselves and managers say what somebody commits to.")
    return person
