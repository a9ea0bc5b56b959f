"""Leads as what automation is about."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.automation.registry.subjects import CONTACT, Subject
from mauntic.crm.contacts.selectors.conditions import LEAD_FIELDS, lead_columns
from mauntic.crm.contacts.services.locks import lock_contacts
from mauntic.crm.models import Contact
from mauntic.events.catalog.records import Named
from mauntic.kernel.translation import gettext_lazy as _

HERE = "here"
TOKENS = {
    "first_name": _("First name of the lead"),
    "last_name": _("Last name of the lead"),
    "full_name": _("Name of the lead"),
    "email": _("Email address of the lead"),
    "title": _("Job title of the lead"),
    "company": _("Company of the lead"),
    "industry": _("Industry of the company"),
    "region": _("Region of the lead"),
    "score": _("Score of the lead"),
    "grade": _("Grade of the lead"),
    "owner": _("Owner of the lead"),
}


def contact_subject() -> Subject:
    """Return leads as a kind of record."""
    return Subject(
        key=CONTACT,
        label=_("Lead"),
        rows=Contact.objects.all,
        fields=lambda: LEAD_FIELDS,
        columns=lead_columns,
        visible=_visible,
        seen_by=_seen_by,
        names=_names,
        lock=_lock,
        standings=_standings,
        standing_words={HERE: _("in the CRM")},
        tokens=TOKENS,
        values=lead_values,
        contacts=lambda ids: {pk: pk for pk in ids},
    )


def _visible(_user: User) -> QuerySet[Contact]:
    return Contact.objects.all()


def _seen_by(people: Collection[User], ids: Collection[UUID]) -> Mapping[UUID, set[UUID]]:
    everybody = {person.pk for person in people}
    return dict.fromkeys(ids, everybody)


def _lock(ids: Collection[UUID]) -> None:
    list(lock_contacts(ids).values_list("pk"))


def _names(ids: Collection[UUID]) -> Mapping[UUID, Named]:
    rows = Contact.objects.filter(pk__in=ids)
    return {row.pk: Named(row.name, reverse("lead", args=[row.pk])) for row in rows}


def _standings(ids: Collection[UUID]) -> Mapping[UUID, str]:
    rows = Contact.objects.filter(pk__in=ids).order_by()
    return dict.fromkeys(rows.values_list("pk", flat=True), HERE)


def lead_values(ids: Collection[UUID]) -> Mapping[UUID, Mapping[str, str]]:
    """Return the values of the tokens about leads."""
    rows = Contact.objects.filter(pk__in=ids).select_related("company", "owner").order_by()
    return {row.pk: _values(row) for row in rows}


def _values(row: Contact) -> dict[str, str]:
    company = row.company
    return {
        "first_name": row.first_name,
        "last_name": row.last_name,
        "full_name": f"{row.first_name} {row.last_name}".strip(),
        "email": row.email,
        "title": row.title,
        "company": company.name if company else "",
        "industry": company.industry if company else "",
        "region": row.region,
        "score": "" if row.lead_score is None else str(int(row.lead_score)),
        "grade": row.lead_grade,
        "owner": str(row.owner) if row.owner else "",
    }
