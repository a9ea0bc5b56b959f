"""Deals come to be and change; moves between stages are in `moves`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from mauntic.accounts.models import User
from mauntic.crm.models import Company, Contact
from mauntic.events.catalog import DealCreated
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from mauntic.kernel.rows import insert_rows, update_rows
from mauntic.tenants.context import current_organization
from revops.domain.stages import PROBABILITIES, Stage
from revops.models import Deal, DealChange, DealPriority, StageMove
from revops.models.choices import CATEGORIES_OF_OPEN
from revops.services.deal_drafts import DealDraft, check_drafts, check_owners, field_problems
from revops.services.health import touch
from revops.services.places import tops

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
_LINKS: Mapping[str, Any] = {"owner": User, "contact": Contact, "company": Company}
_FACTS = ("value", "currency", "owner")
CHANGED_MEANWHILE = "“{name}” was changed by somebody else meanwhile. Look at it again before you change it."


@transaction.atomic
def create_deals(*, drafts: Sequence[DealDraft], by: User | None) -> list[Deal]:
    """Deals that start now, each on top of its column, in the order of the drafts.

    `Invalid` names what is wrong in a draft, and nothing is written.
    """
    companies = check_drafts(drafts)
    currency, at = current_organization().currency, now()
    above = tops({draft.stage for draft in drafts})
    deals = [
        Deal(
            name=draft.name.strip(),
            contact_id=draft.contact_id,
            company_id=draft.company_id or companies.get(draft.contact_id),  # type: ignore[arg-type] # None is no key
            owner_id=draft.owner_id,
            stage=draft.stage,
            probability=PROBABILITIES[Stage(draft.stage)],
            value=draft.value,
            currency=draft.currency or currency,
            priority=draft.priority,
            expected_close_on=draft.expected_close_on,
            next_step=draft.next_step,
            position=above[draft.stage] - number,
            stage_entered_at=at,
            created_by=by,
            created_at=at,
            updated_at=at,
        )
        for number, draft in enumerate(drafts)
    ]
    insert_rows(Deal.objects, deals)
    insert_rows(
        StageMove.objects, [StageMove(deal=deal, to_stage=deal.stage, at=at, by=by) for deal in deals]
    )
    publish_many(
        DealCreated(deal_id=deal.pk, contact_id=deal.contact_id, value=deal.value, stage=deal.stage)
        for deal in deals
    )
    return deals


def create_deal(*, draft: DealDraft, by: User | None) -> Deal:
    """One deal; it belongs to who makes it unless the draft says to whom."""
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
) -> list[Deal]:
    """Set fields of deals to the same values, and keep what they were. The deals, as they are now.

    `changes` are names of `WRITABLE`; a link is an id or None. Deals that `by` may not see are left alone and
    `NotFound`; `by` None is the house itself. Where `versions` says what the person had seen, a deal that was
    changed since is a `Conflict`. Value and owner of a closed deal are a manager's to change. Refused,
    nothing is written.
    """
    wanted = dict(changes)
    _check(wanted)
    deals = locked_deals(deal_ids, by, versions)
    _guard_closed(deals, wanted, by)
    told = [change for deal in deals for change in _set(deal, wanted, by, reason)]
    changed = {change.deal_id for change in told}
    update_rows(
        Deal.objects,
        [deal for deal in deals if deal.pk in changed],
        {*(f"{name}" for name in wanted), "version", "updated_at"},
    )
    insert_rows(DealChange.objects, told)
    touch(changed)
    return deals


def locked_deals(
    deal_ids: Iterable[UUID], by: User | None, versions: Mapping[UUID, int] | None = None
) -> list[Deal]:
    """These deals, locked in one order; `NotFound` when `by` does not see one, `Conflict` when one is newer.

    `by` None is the house itself, which sees all.
    """
    ids = set(deal_ids)
    rows = Deal.objects.visible_to(by) if by else Deal.objects.all()
    deals = list(rows.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",)))
    if missing := ids - {deal.pk for deal in deals}:
        raise NotFound(f"There is no deal {min(missing)}.")
    for deal in deals:
        if versions and versions.get(deal.pk, deal.version) != deal.version:
            raise Conflict(CHANGED_MEANWHILE.format(name=deal.name), details={"version": deal.version})
    return deals


def _check(changes: Mapping[str, Any]) -> None:
    unknown = sorted(set(changes) - set(WRITABLE))
    problems: dict[str, str] = {
        name: f"This cannot be changed. Change one of {', '.join(WRITABLE)}." for name in unknown
    }
    problems |= field_problems(
        changes.get("name", "-"), changes.get("value", Decimal(0)), changes.get("currency", "")
    )
    if "currency" in changes and not changes["currency"]:
        problems["currency"] = "Use a code of three letters such as EUR."
    if changes.get("priority", DealPriority.LOW) not in DealPriority.values:
        problems["priority"] = f"Choose one of {', '.join(DealPriority.values)}."
    categories = [category for category, _ in CATEGORIES_OF_OPEN]
    if changes.get("category_override", "") not in ["", *categories]:
        problems["category_override"] = f"Choose one of {', '.join(categories)}, or none."
    if not 0 <= changes.get("probability", 0) <= 1:
        problems["probability"] = "A probability is a number from 0 to 1, such as 0.4."
    problems |= _unknown_links(changes)
    if problems:
        raise Invalid(problems)


def _guard_closed(deals: Iterable[Deal], changes: Mapping[str, Any], by: User | None) -> None:
    """What a closed deal brought, and to whom, is a fact that a manager may correct."""
    for deal in deals:
        if deal.is_open:
            continue
        if "probability" in changes and changes["probability"] != deal.probability:
            raise Invalid({"probability": "A closed deal has none: it is won or lost."})
        if by and not by.is_manager and any(_differs(deal, name, changes) for name in _FACTS):
            raise NotAllowed(f"“{deal.name}” is closed: managers change its value and its owner. Ask yours.")
        if deal.stage == Stage.CLOSED_WON and changes.get("value", deal.value) <= 0:
            raise Invalid({"value": "A deal that is won is worth more than 0."})


def _differs(deal: Deal, name: str, changes: Mapping[str, Any]) -> bool:
    before = getattr(deal, f"{name}_id" if name in _LINKS else name)
    return changes.get(name, before) != before


def _unknown_links(changes: Mapping[str, Any]) -> dict[str, str]:
    links = {name: changes[name] for name in _LINKS if changes.get(name)}
    known = {
        name: bool(check_owners({pk})) if name == "owner" else _LINKS[name].objects.filter(pk=pk).exists()
        for name, pk in links.items()
    }
    return {name: f"There is no such {name}: {links[name]}." for name, found in known.items() if not found}


def _set(deal: Deal, changes: Mapping[str, Any], by: User | None, reason: str) -> list[DealChange]:
    """Set the fields of one deal; what changed."""
    at, told = now(), []
    for name, value in changes.items():
        column = f"{name}_id" if name in _LINKS else name
        old = getattr(deal, column)
        if old == value:
            continue
        setattr(deal, column, value)
        told.append(
            DealChange(
                deal=deal, field=name, old=as_text(old), new=as_text(value), at=at, by=by, reason=reason
            )
        )
    if told:
        deal.version += 1
    return told


def as_text(value: object) -> str:
    """A value as the history keeps it."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
