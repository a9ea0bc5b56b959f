"""New deals as they are asked for, held against the rules before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from mauntic.accounts.models import User
from mauntic.crm.models import Company, Contact
from mauntic.kernel.currencies import is_currency
from mauntic.kernel.errors import Invalid
from revops.domain.stages import OPEN, Stage
from revops.models import DealPriority

MOST = Decimal("9999999999999999.99")
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DealDraft:
    """A deal that is to be; `value` in `currency`, which is the organization's own where it is empty.

    Without a company the deal is with the contact's.
    """

    name: str
    contact_id: UUID | None
    company_id: UUID | None = None
    owner_id: UUID | None = None
    stage: str = Stage.PROSPECTING
    value: Decimal = Decimal(0)
    currency: str = ""
    priority: str = DealPriority.MEDIUM
    expected_close_on: date | None = None
    next_step: str = ""


def check_drafts(drafts: Sequence[DealDraft]) -> Mapping[UUID, UUID | None]:
    """Each named contact with its company. `Invalid` names what is wrong, in three queries however many."""
    contact_ids = {draft.contact_id for draft in drafts if draft.contact_id}
    company_ids = {draft.company_id for draft in drafts if draft.company_id}
    contacts = dict(Contact.objects.filter(pk__in=contact_ids).values_list("pk", "company_id"))
    companies = set(Company.objects.filter(pk__in=company_ids).values_list("pk", flat=True))
    owners = check_owners({draft.owner_id for draft in drafts if draft.owner_id})
    for draft in drafts:
        problems = field_problems(draft.name, draft.value, draft.currency)
        if draft.contact_id and draft.contact_id not in contacts:
            problems["contact"] = f"There is no lead {draft.contact_id}."
        if draft.company_id and draft.company_id not in companies:
            problems["company"] = f"There is no company {draft.company_id}."
        if draft.owner_id and draft.owner_id not in owners:
            problems["owner"] = f"{draft.owner_id} is nobody who can own a deal here."
        if draft.priority not in DealPriority.values:
            problems["priority"] = f"Choose one of {', '.join(DealPriority.values)}."
        if draft.stage not in OPEN:
            problems["stage"] = f"A new deal starts in one of {', '.join(OPEN)}."
        if problems:
            raise Invalid(problems)
    return contacts


def check_owners(ids: set[UUID]) -> set[UUID]:
    """Those of these people who can own deals."""
    return set(User.objects.filter(pk__in=ids, is_active=True).values_list("pk", flat=True)) if ids else set()


def field_problems(name: str, value: Decimal, currency: str) -> dict[str, str]:
    """What is wrong with the fields that need no look at the database."""
    problems: dict[str, str] = {}
    if not name.strip():
        problems["name"] = "Give the deal a name."
    elif len(name) > LONGEST_NAME:
        problems["name"] = f"Use at most {LONGEST_NAME} characters."
    if not value.is_finite() or value < 0:
        problems["value"] = "A value cannot be negative. Enter 0 or more."
    elif value > MOST:
        problems["value"] = "This is more than can be kept. Enter less."
    if currency and not is_currency(currency):
        problems["currency"] = f"“{currency}” is no currency. Use a code of three letters such as EUR."
    return problems
