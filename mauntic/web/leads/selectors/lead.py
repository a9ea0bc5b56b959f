"""Data of the page of a lead, read in a constant number of queries."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from lead_intelligence.enrichment.selectors.blocks import block_reported_by
from lead_intelligence.provenance.selectors.fields import FieldProvenance, provenance
from lead_intelligence.quality.labels import action_label
from lead_intelligence.quality.selectors.leads import quality
from mauntic.accounts.models import User
from mauntic.automation.selectors.shown.runs import runs_of_record
from mauntic.crm.contacts.selectors.lists import lead
from mauntic.crm.contacts.selectors.owners import may_hand_on
from mauntic.crm.fields.selectors.words import Shown, shown_values
from mauntic.crm.models import Contact
from mauntic.crm.tags.selectors.tags import tags_of
from mauntic.crm.timeline.domain import Kind
from mauntic.crm.timeline.selectors import TimelineEntry, timeline
from mauntic.delivery.engagement.selectors import is_tracked
from mauntic.delivery.inbox.selectors.leads import Mail, last_written, mails
from mauntic.kernel.clock import now
from mauntic.kernel.pages.parts import later
from mauntic.tenants.context import current_organization
from mauntic.web.leads.domain.charts import ScoreChart, score_chart
from mauntic.web.leads.domain.next_step import NextStep
from mauntic.web.leads.selectors.next_step import suggest_next_step
from mauntic.web.leads.selectors.rows import is_settling
from revops.activities.selectors.shown import TOUCHES, activities_of_lead
from revops.agents.research.selectors.cards import card_of_lead
from revops.deal_page.selectors.page import deals_of_contact
from revops.prospects.selectors.lists import prospect_of
from revops.routing.selectors.decisions import latest_decision
from revops.sequences.selectors.lists import enrollments_of_lead
from scoring.alerts.selectors.shown import alerts_of_lead
from scoring.scores.selectors.explanation import ScoreExplanation, explain
from scoring.scores.selectors.history import sparklines
from scoring.signals.selectors.shown import signals_of
from scoring.versions.selectors.changes import publications

SHOWN_ENTRIES, MORE_ENTRIES = 12, 300

TIMELINE_KINDS: dict[str, tuple[StrOrPromise, tuple[Kind, ...]]] = {
    "": (_("All"), ()),
    "visits": (_("Visits"), (Kind.VISIT, Kind.FORM, Kind.ASSET)),
    "messages": (_("Messages"), (Kind.MESSAGE,)),
    "changes": (_("Changes"), (Kind.CREATED, Kind.CHANGE)),
    "enrichment": (_("Enrichment"), (Kind.ENRICHMENT,)),
    "scores": (_("Scores"), (Kind.SCORE, Kind.SIGNAL)),
    "activities": (_("Activities"), (Kind.ACTIVITY,)),
    "deals": (_("Deals"), (Kind.DEAL,)),
}
# Names of enrichment's fields -> names that the CRM's services and forms know them by.
CRM_FIELDS = {
    "email": "email",
    "firstName": "first_name",
    "lastName": "last_name",
    "phone": "phone",
    "company": "company",
    "title": "title",
    "industry": "industry",
    "companySize": "employees",
    "linkedinUrl": "linkedin_url",
    "techStack": "tech_stack",
    "directPhone": "direct_phone",
    "seniority": "seniority",
    "country": "country",
}


@dataclass(frozen=True, slots=True)
class Detail:
    """A field with its provenance. `name` is the name of the field in the CRM."""

    name: str
    shown: str
    origin: FieldProvenance


@dataclass(frozen=True, slots=True)
class Entries:
    """Entries of the timeline with the emails that they are about, and whether there may be more."""

    kind: str
    shown: list[tuple[TimelineEntry, Mail | None]]
    has_more: bool


def lead_context(
    contact_id: uuid.UUID, user: User, *, kind: str = "", all_entries: bool = False
) -> dict[str, object]:
    """Return the context of the page of a lead, without its forms.

    Args: `kind` limits the entries of the timeline. Empty means all kinds. `all_entries` raises their limit.
    Raises: `NotFound`
    """
    contact = lead(contact_id)
    explanation = later(lambda: explain(contact_id))
    data_quality = later(lambda: quality(contact_id))
    signals = later(lambda: signals_of(contact_id, limit=30))
    sales = _sales(contact, user)
    limit = MORE_ENTRIES if all_entries else SHOWN_ENTRIES
    return {
        "contact": contact,
        "explanation": explanation,
        "points": later(lambda: _points(explanation)),
        "quality": data_quality,
        "step": later(lambda: _step(contact, user, data_quality, sales["activities"])),
        "chart": later(lambda: _chart(contact_id)),
        "signals": signals,
        "faded": later(lambda: [signal for signal in signals if not signal.is_active]),
        "details": later(lambda: _details(contact_id)),
        "custom_fields": later(lambda: _custom_fields(contact)),
        "tags": later(lambda: tags_of([contact_id]).get(contact_id, [])),
        "is_settling": is_settling(contact),
        "is_tracked": later(lambda: is_tracked(contact_id)),
        "entries": later(lambda: _entries(contact_id, user, kind, limit=limit)),
        "kinds": [(name, label) for name, (label, *_kinds) in TIMELINE_KINDS.items()],
        "people": User.objects.filter(is_active=True),
        "location": _location(contact),
        "block_reported_by": block_reported_by(contact),
        **sales,
    }


def _step(contact: Contact, user: User, data_quality: Any, activities: Any) -> NextStep:
    """Return the next step: it answers open alerts and planned tasks, which the page shows, too."""
    return suggest_next_step(
        contact,
        advice=[action_label(each) for each in data_quality.advice],
        alert=next(iter(alerts_of_lead(user, contact.pk, limit=1)), None),
        task=next(iter(activities.to_do), None),
        touched_at=_touched_at(contact, activities),
    )


def _touched_at(contact: Contact, activities: Any) -> datetime | None:
    """Return when somebody was last in touch with a lead: by an activity, or an email written by hand."""
    done = next((each.completed_at for each in activities.done if each.type in TOUCHES), None)
    return max(filter(None, (done, last_written(contact.pk))), default=None)


def _sales(contact: Contact, user: User) -> dict[str, object]:
    return {
        "deals": later(lambda: deals_of_contact(contact.pk, user)),
        "activities": later(lambda: activities_of_lead(contact.pk, user)),
        "prospect": later(lambda: prospect_of(contact.pk)),
        "research": later(lambda: card_of_lead(contact)),
        "sequences": later(lambda: enrollments_of_lead(contact.pk, user)),
        "did": later(lambda: runs_of_record(contact.pk)),
        "decision": later(lambda: latest_decision(contact.pk)),
        "may_route": later(lambda: may_hand_on(contact, user)),
        "at": now(),
    }


def _chart(contact_id: uuid.UUID) -> ScoreChart | None:
    scores = sparklines([contact_id])[contact_id]
    today = now().astimezone(UTC).date()
    return score_chart(scores, today, publications(), title=gettext("Score"), end=gettext("today"))


def _points(explanation: ScoreExplanation | None) -> dict[str, object]:
    points = [each.points for each in explanation.contributors] if explanation else []
    return {
        "most": max(map(abs, points), default=1),
        "has_minus": any(each < 0 for each in points),
        "is_capped": bool(explanation and sum(points) > explanation.total),
    }


def _details(contact_id: uuid.UUID) -> list[Detail]:
    return [
        Detail(CRM_FIELDS[each.field], _words(each.value), each)
        for each in provenance(contact_id)
        if each.field in CRM_FIELDS
    ]


def _custom_fields(contact: Contact) -> list[Shown]:
    return shown_values("contact", contact.custom_fields, currency=current_organization().currency)


def _words(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _entries(contact_id: uuid.UUID, user: User, kind: str, *, limit: int) -> Entries:
    name = kind if kind in TIMELINE_KINDS else ""
    found = timeline(contact_id, user, kinds=TIMELINE_KINDS[name][1] or None, limit=limit + 1)
    shown = found[:limit]
    ids = {entry.message_id for entry in shown if entry.message_id}
    of_message = mails(user, ids) if ids else {}
    return Entries(
        name,
        [(entry, of_message.get(entry.message_id) if entry.message_id else None) for entry in shown],
        len(found) > limit,
    )


def _location(contact: Contact) -> str:
    return ", ".join(part for part in (contact.region, contact.country) if part)
