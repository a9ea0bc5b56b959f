"""What the page of one lead shows, read in a constant number of queries."""

import uuid
from dataclasses import dataclass
from datetime import UTC

from lead_intelligence.selectors import FieldProvenance, block_told_by, latest_job, provenance, quality
from mauntic.accounts.models import User
from mauntic.crm.domain.timeline import Kind
from mauntic.crm.models import Contact
from mauntic.crm.selectors import lead, timeline
from mauntic.kernel.clock import now
from mauntic.web.charts import score_chart
from mauntic.web.next_step import next_step
from mauntic.web.selectors import is_settling
from revops.selectors.activities import activities_of_lead
from revops.selectors.deal_page import deals_of_contact
from revops.selectors.routing import latest_decision
from scoring.selectors import ScoreExplanation, explain, publications, signals_of, sparklines

SHOWN_ENTRIES, MORE_ENTRIES = 12, 300

TIMELINE_KINDS: dict[str, tuple[str, tuple[Kind, ...]]] = {
    "": ("All", ()),
    "visits": ("Visits", (Kind.VISIT, Kind.FORM, Kind.ASSET)),
    "messages": ("Messages", (Kind.MESSAGE,)),
    "changes": ("Changes", (Kind.CREATED, Kind.CHANGE)),
    "enrichment": ("Enrichment", (Kind.ENRICHMENT,)),
    "scores": ("Scores", (Kind.SCORE, Kind.SIGNAL)),
    "deals": ("Deals", (Kind.DEAL,)),
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
    """A field with where it comes from; `name` is the CRM's, for editing."""

    name: str
    shown: str
    origin: FieldProvenance


@dataclass(frozen=True, slots=True)
class Entries:
    """The timeline's entries, and whether there may be more."""

    kind: str
    shown: list[object]
    has_more: bool


def lead_context(
    contact_id: uuid.UUID, user: User, *, kind: str = "", all_entries: bool = False
) -> dict[str, object]:
    """Everything but the forms that are being filled in. `NotFound` when there is no such lead."""
    contact = lead(contact_id)
    explanation, data_quality = explain(contact_id), quality(contact_id)
    scores, signals = sparklines([contact_id])[contact_id], signals_of(contact_id, limit=30)
    return {
        "contact": contact,
        "explanation": explanation,
        **_points(explanation),
        "quality": data_quality,
        "step": next_step(contact, advice=[each.action for each in data_quality.advice]),
        "chart": score_chart(scores, now().astimezone(UTC).date(), publications()),
        "signals": signals,
        "faded": [signal for signal in signals if not signal.is_active],
        "details": _details(contact_id),
        "job": latest_job(contact_id),
        "is_settling": is_settling(contact),
        "entries": _entries(contact_id, kind, limit=MORE_ENTRIES if all_entries else SHOWN_ENTRIES),
        "kinds": [(name, label) for name, (label, _) in TIMELINE_KINDS.items()],
        "people": User.objects.filter(is_active=True),
        "place": _place(contact),
        "block_told_by": block_told_by(contact),
        **_sales(contact, user),
    }


def _sales(contact: Contact, user: User) -> dict[str, object]:
    return {
        "deals": deals_of_contact(contact.pk, user),
        "activities": activities_of_lead(contact.pk, user),
        "decision": latest_decision(contact.pk),
        "may_route": user.is_manager or contact.owner_id in {None, user.pk},
        "at": now(),
    }


def _points(explanation: ScoreExplanation | None) -> dict[str, object]:
    points = [each.points for each in explanation.contributors] if explanation else []
    return {
        "most_points": max(map(abs, points), default=1),
        "has_minus": any(each < 0 for each in points),
        "is_capped": bool(explanation and sum(points) > explanation.total),
    }


def _details(contact_id: uuid.UUID) -> list[Detail]:
    return [
        Detail(CRM_FIELDS[each.field], _words(each.value), each)
        for each in provenance(contact_id)
        if each.field in CRM_FIELDS
    ]


def _words(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _entries(contact_id: uuid.UUID, kind: str, *, limit: int) -> Entries:
    name = kind if kind in TIMELINE_KINDS else ""
    found = timeline(contact_id, kinds=TIMELINE_KINDS[name][1] or None, limit=limit + 1)
    return Entries(name, list(found[:limit]), len(found) > limit)


def _place(contact: Contact) -> str:
    return ", ".join(part for part in (contact.region, contact.country) if part)
