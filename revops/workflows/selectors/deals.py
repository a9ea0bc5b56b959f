"""Deals as what automation is about."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Case, CharField, Value, When
from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.accounts.selectors import people_who_see
from mauntic.automation.registry.subjects import DEAL, Subject
from mauntic.automation.selectors.contacts import TOKENS as LEAD_TOKENS
from mauntic.automation.selectors.contacts import lead_values
from mauntic.crm.contacts.services.locks import lock_contacts
from mauntic.events.catalog.records import Named
from mauntic.kernel.display import day, money
from mauntic.kernel.translation import gettext_lazy as _
from revops.deals.domain.stages import Stage
from revops.deals.models.deals import Deal
from revops.workflows.selectors.fields import deal_columns, deal_fields, deals_with_worth

OPEN, WON, LOST = "open", "won", "lost"
TOKENS = {
    "deal": _("Name of the deal"),
    "value": _("Value of the deal"),
    "stage": _("Stage of the deal"),
    "close_date": _("Expected close of the deal"),
    "next_step": _("Next step of the deal"),
    "deal_owner": _("Owner of the deal"),
    **LEAD_TOKENS,
}


def deal_subject() -> Subject:
    """Return deals as a kind of record."""
    return Subject(
        key=DEAL,
        label=_("Deal"),
        rows=deals_with_worth,
        fields=deal_fields,
        columns=deal_columns,
        visible=Deal.objects.visible_to,
        seen_by=_seen_by,
        names=_names,
        lock=_lock,
        standings=_standings,
        standing_words={OPEN: _("open"), WON: _("won"), LOST: _("lost")},
        tokens=TOKENS,
        values=_values,
        contacts=_contacts,
    )


def _seen_by(people: Collection[User], ids: Collection[UUID]) -> Mapping[UUID, set[UUID]]:
    owners = dict(Deal.objects.filter(pk__in=ids).order_by().values_list("pk", "owner"))
    sees = people_who_see(people, set(owners.values()))
    return {pk: sees[owner] for pk, owner in owners.items()}


def _lock(ids: Collection[UUID]) -> None:
    """Lock the leads of deals, then the deals: the order of docs/architecture.md."""
    list(lock_contacts(_contacts(ids).values()).values_list("pk"))
    rows = Deal.objects.filter(pk__in=ids).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))


def _names(ids: Collection[UUID]) -> Mapping[UUID, Named]:
    rows = Deal.objects.filter(pk__in=ids).values_list("pk", "name")
    return {pk: Named(name, reverse("revops:deal", args=[pk])) for pk, name in rows}


def _standings(ids: Collection[UUID]) -> Mapping[UUID, str]:
    standing = Case(
        When(stage=Stage.CLOSED_WON.value, then=Value(WON)),
        When(stage=Stage.CLOSED_LOST.value, then=Value(LOST)),
        default=Value(OPEN),
        output_field=CharField(),
    )
    rows = Deal.objects.filter(pk__in=ids).order_by().annotate(standing=standing)
    return dict(rows.values_list("pk", "standing"))


def _values(ids: Collection[UUID]) -> Mapping[UUID, Mapping[str, str]]:
    rows = list(Deal.objects.filter(pk__in=ids).select_related("owner", "company").order_by())
    leads = lead_values({row.contact_id for row in rows if row.contact_id})
    empty = dict.fromkeys(LEAD_TOKENS, "")
    return {
        row.pk: {**(leads.get(row.contact_id, empty) if row.contact_id else empty), **_own(row)}
        for row in rows
    }


def _own(row: Deal) -> dict[str, str]:
    own = {
        "deal": row.name,
        "value": money(row.value, row.currency),
        "stage": str(row.get_stage_display()),
        "close_date": day(row.expected_close_on) if row.expected_close_on else "",
        "next_step": row.next_step,
        "deal_owner": str(row.owner) if row.owner else "",
    }
    return own | ({"company": row.company.name} if row.company else {})


def _contacts(ids: Collection[UUID]) -> Mapping[UUID, UUID]:
    rows = Deal.objects.filter(pk__in=ids, contact__isnull=False).order_by()
    return {pk: contact_id for pk, contact_id in rows.values_list("pk", "contact_id") if contact_id}


def deals_of(contact_ids: Collection[UUID]) -> set[UUID]:
    """Return the deals of leads."""
    return set(Deal.objects.filter(contact__in=contact_ids).order_by().values_list("pk", flat=True))
