"""Create and change deals. Moves between stages are in `moves`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.contacts.services.locks import hold_contacts
from mauntic.events.attribution import attribution
from mauntic.events.catalog import DealCreated
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from mauntic.kernel.codes import choices_text
from mauntic.kernel.db.rows import insert_rows
from mauntic.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from mauntic.kernel.normalize import as_written
from mauntic.tenants.context import current_organization
from revops.deals.domain.leaving import GUARDED
from revops.deals.domain.stages import PROBABILITIES, Stage
from revops.deals.models.choices import CATEGORIES_OF_OPEN, DealPriority
from revops.deals.models.deals import Deal, StageMove
from revops.deals.services.drafts import DealDraft, check_drafts, check_owners, field_problems
from revops.deals.services.fields import LINKS, column_of, write_fields
from revops.deals.services.positions import tops

WRITABLE = (
    "name",
    "value",
    "currency",
    "priority",
    "owner",
    "contact",
    "company",
    "expected_close_on",
    "probability",
    "next_step",
    "category_override",
)
_TEXTS = ("name", "next_step")


@transaction.atomic
def create_deals(*, drafts: Sequence[DealDraft], by: User | None) -> list[Deal]:
    """Create deals, each on top of its column.

    Args:
        drafts: the new deals.
        by: the creator; None is Mauntic itself.

    Returns: the deals, in the order of the drafts.

    Raises:
        Invalid: names what is wrong in a draft. Nothing is written then.

    Publishes: `DealCreated` for each deal.
    """
    companies = check_drafts(drafts)
    currency, at = current_organization().currency, now()
    above = tops({draft.stage for draft in drafts})
    deals = [
        Deal(
            name=as_written(draft.name),
            contact_id=draft.contact_id,
            company_id=draft.company_id or companies.get(draft.contact_id),  # type: ignore[arg-type] # None is no key
            owner_id=draft.owner_id,
            stage=draft.stage,
            probability=PROBABILITIES[Stage(draft.stage)],
            value=draft.value,
            currency=draft.currency or currency,
            priority=draft.priority,
            expected_close_on=draft.expected_close_on,
            next_step=as_written(draft.next_step),
            position=above[draft.stage] - number,
            stage_entered_at=at,
            created_by=by,
            created_at=at,
            updated_at=at,
        )
        for number, draft in enumerate(drafts)
    ]
    insert_rows(Deal.objects, deals)
    who = attribution(by=by)
    insert_rows(
        StageMove.objects, [StageMove(deal=deal, to_stage=deal.stage, at=at, by=by, **who) for deal in deals]
    )
    publish_many(
        DealCreated(deal_id=deal.pk, contact_id=deal.contact_id, value=deal.value, stage=deal.stage)
        for deal in deals
    )
    return deals


def create_deal(*, draft: DealDraft, by: User | None) -> Deal:
    """Create one deal, owned by `by` unless the draft names an owner. See `create_deals`.

    Args:
        draft: the new deal.
        by: the creator, and the owner by default; None is Mauntic itself.

    Returns: the deal.
    """
    owned = replace(draft, owner_id=draft.owner_id or (by.pk if by else None))
    return create_deals(drafts=[owned], by=by)[0]


@transaction.atomic
def change_deals(
    *,
    deal_ids: Iterable[UUID],
    changes: Mapping[str, Any],
    by: User | None,
    versions: Mapping[UUID, int] | None = None,
    reason: str = "",
    action_id: UUID | None = None,
) -> list[Deal]:
    """Set fields of deals to the same values, and record the old values in the history.

    Args:
        changes: values by field of `WRITABLE`; links are ids or None.
        by: None is Mauntic itself, which sees all deals.
        versions: the versions that the person had seen, by deal.
        reason: shown in the history.
        action_id: the action that undoes the changes together; None if they cannot be undone.

    Returns: the deals, as they are now.

    Raises:
        Invalid: names the wrong fields.
        NotFound: `by` does not see one of the deals.
        Conflict: somebody changed a deal since its version.
        NotAllowed: only managers change the value, currency and owner of closed deals.
    """
    wanted: dict[str, Any] = {
        name: as_written(value) if name in _TEXTS and isinstance(value, str) else value
        for name, value in changes.items()
    }
    check_changes(wanted)
    if wanted.get("contact"):
        hold_contacts(contact_ids=[wanted["contact"]])
    deals = locked_deals(deal_ids, by, versions)
    _guard_closed(deals, wanted, by)
    write_fields(
        deals, dict.fromkeys((deal.pk for deal in deals), wanted), by=by, reason=reason, action_id=action_id
    )
    return deals


def locked_deals(
    deal_ids: Iterable[UUID], by: User | None, versions: Mapping[UUID, int] | None = None
) -> list[Deal]:
    """Return these deals, locked in the order of their ids so that two requests cannot deadlock.

    Args:
        deal_ids: the deals to lock.
        by: the acting user; None is Mauntic itself, which sees all deals.
        versions: the versions that the caller has read, by id; None skips the check.

    Raises:
        NotFound: `by` does not see one of them. `by` None is Mauntic itself, which sees all.
        Conflict: one of them has another version than in `versions`.
    """
    ids = set(deal_ids)
    rows = Deal.objects.visible_to(by) if by else Deal.objects.all()
    deals = list(rows.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",)))
    if missing := ids - {deal.pk for deal in deals}:
        raise NotFound(_("There is no deal {id}.").format(id=min(missing)))
    for deal in deals:
        if versions and versions.get(deal.pk, deal.version) != deal.version:
            problem = _('"{name}" changed since you opened it. Review the change, then try again.')
            raise Conflict(problem.format(name=deal.name), details={"version": deal.version})
    return deals


def check_changes(changes: Mapping[str, Any]) -> None:
    unknown = sorted(set(changes) - set(WRITABLE))
    problems: dict[str, str] = {
        name: _("This field cannot be changed. Use one of {fields}.").format(fields=", ".join(WRITABLE))
        for name in unknown
    }
    problems |= field_problems(
        changes.get("name", "-"), changes.get("value", Decimal(0)), changes.get("currency", "")
    )
    if "currency" in changes and not changes["currency"]:
        problems["currency"] = _("Use a code of three letters such as EUR.")
    if changes.get("priority", DealPriority.LOW) not in DealPriority.values:
        problems["priority"] = _("Choose one of {choices}.").format(
            choices=choices_text(DealPriority.choices)
        )
    categories = [category for category, _ in CATEGORIES_OF_OPEN]
    if changes.get("category_override", "") not in ["", *categories]:
        problems["category_override"] = _("Choose one of {choices}, or none.").format(
            choices=choices_text(CATEGORIES_OF_OPEN)
        )
    if not 0 <= changes.get("probability", 0) <= 1:
        problems["probability"] = _("Enter a number from 0 to 1, such as 0.4.")
    problems |= _unknown_links(changes)
    if problems:
        raise Invalid(problems)


def _guard_closed(deals: Iterable[Deal], changes: Mapping[str, Any], by: User | None) -> None:
    """Refuse changes that rewrite results: only managers correct the value and owner of closed deals."""
    for deal in deals:
        if deal.is_open:
            continue
        if "probability" in changes and changes["probability"] != deal.probability:
            raise Invalid({"probability": _("A closed deal has no probability. Reopen it first.")})
        if by and not by.is_manager and any(_differs(deal, name, changes) for name in GUARDED):
            problem = _('"{name}" is closed. Ask your manager to change its value or owner.')
            raise NotAllowed(problem.format(name=deal.name))
        if deal.stage == Stage.CLOSED_WON and changes.get("value", deal.value) <= 0:
            raise Invalid({"value": _("Enter a value above 0. Won deals need one.")})


def _differs(deal: Deal, name: str, changes: Mapping[str, Any]) -> bool:
    before = getattr(deal, column_of(name))
    return changes.get(name, before) != before


def _unknown_links(changes: Mapping[str, Any]) -> dict[str, str]:
    links = {name: changes[name] for name in LINKS if changes.get(name)}
    known = {
        name: bool(check_owners({pk})) if name == "owner" else LINKS[name].objects.filter(pk=pk).exists()
        for name, pk in links.items()
    }
    return {name: _unknown_link(name, links[name]) for name, found in known.items() if not found}


def _unknown_link(name: str, pk: UUID) -> str:
    """Return why a deal cannot be linked to a record.

    Args:
        name: owner, contact or company.
        pk: the id of a record that does not exist, or of a user who is not active.
    """
    if name == "owner":
        person = User.objects.filter(pk=pk).first()
        if person:
            return _("{person} is deactivated. Choose another owner.").format(person=person)
        return _("{id} is not an active user. Choose an active user.").format(id=pk)
    text = _("There is no lead {id}.") if name == "contact" else _("There is no company {id}.")
    return text.format(id=pk)
