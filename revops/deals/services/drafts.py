"""Drafts of new deals, and their validation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.models import Company, Contact
from mauntic.kernel.codes import choices_text, codes_text
from mauntic.kernel.currencies import is_currency
from mauntic.kernel.errors import Invalid
from revops.deals.domain.stages import OPEN, Stage
from revops.deals.models.choices import DealPriority

MOST = Decimal("9999999999999999.99")
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DealDraft:
    """A deal to create. `value` is in `currency`; an empty currency means the organization's.

    Without a company, the deal gets the company of the contact.
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
    """Check drafts in three queries.

    Args:
        drafts: the new deals.

    Returns: the company id of each contact that the drafts name.

    Raises:
        Invalid: names the wrong fields of the first wrong draft.
    """
    contact_ids = {draft.contact_id for draft in drafts if draft.contact_id}
    company_ids = {draft.company_id for draft in drafts if draft.company_id}
    contacts = dict(Contact.objects.filter(pk__in=contact_ids).values_list("pk", "company_id"))
    companies = set(Company.objects.filter(pk__in=company_ids).values_list("pk", flat=True))
    owners = check_owners({draft.owner_id for draft in drafts if draft.owner_id})
    for draft in drafts:
        problems = field_problems(draft.name, draft.value, draft.currency)
        if draft.contact_id and draft.contact_id not in contacts:
            problems["contact"] = _("There is no lead {id}.").format(id=draft.contact_id)
        if draft.company_id and draft.company_id not in companies:
            problems["company"] = _("There is no company {id}.").format(id=draft.company_id)
        if draft.owner_id and draft.owner_id not in owners:
            problems["owner"] = _("{id} is not an active user. Choose an active user.").format(
                id=draft.owner_id
            )
        if draft.priority not in DealPriority.values:
            problems["priority"] = _("Choose one of {choices}.").format(
                choices=choices_text(DealPriority.choices)
            )
        if draft.stage not in OPEN:
            problems["stage"] = _("Choose an open stage: {stages}.").format(stages=codes_text("stage", OPEN))
        if problems:
            raise Invalid(problems)
    return contacts


def check_owners(ids: set[UUID]) -> set[UUID]:
    """Return the ids that belong to active users, who can own deals.

    Args:
        ids: ids of users.
    """
    return set(User.objects.filter(pk__in=ids, is_active=True).values_list("pk", flat=True)) if ids else set()


def field_problems(name: str, value: Decimal, currency: str) -> dict[str, str]:
    """Return the errors of fields that can be checked without the database, by field.

    Args:
        name: the name of the deal.
        value: in `currency`.
        currency: a code of three letters; empty for that of the organization.
    """
    problems: dict[str, str] = {}
    if not name.strip():
        problems["name"] = _("Enter a name.")
    elif len(name) > LONGEST_NAME:
        problems["name"] = _("Use at most {number} characters.").format(number=LONGEST_NAME)
    if not value.is_finite() or value < 0:
        problems["value"] = _("Enter a value of 0 or more.")
    elif value > MOST:
        problems["value"] = _("This value is too large. Enter a smaller one.")
    if currency and not is_currency(currency):
        problems["currency"] = _(
            '"{code}" is not a currency. Use a code of three letters such as EUR.'
        ).format(code=currency)
    return problems
