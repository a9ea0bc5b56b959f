"""Custom fields with values, and segments: what is particular to the organization of the demonstration."""

from datetime import timedelta
from uuid import UUID

from mauntic.accounts.models import Role, User
from mauntic.crm.fields.services.defining import FieldDraft, save_field
from mauntic.crm.models import Contact, CustomField, SegmentKind
from mauntic.crm.segments.services.by_hand import add_members
from mauntic.crm.segments.services.saving import SegmentDraft, save_segment
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import update_rows

DATED = "created_at"
"""A column of the list of leads that the demonstration reads, and that is no field."""
CONTRACTS = ("Monthly", "Yearly")
EVERY = 9
"""One of so many leads has a contract."""
GUESTS = 12

FIELDS = (
    FieldDraft(
        label="Contract", owner="contact", kind="choice", choices=tuple(("", name) for name in CONTRACTS)
    ),
    FieldDraft(label="Renewal", owner="contact", kind="date", help_text="The day on which it is renewed"),
    FieldDraft(label="Annual value", owner="contact", kind="money"),
    FieldDraft(label="Reference", owner="company", kind="boolean", help_text="May we name them as one?"),
)
SEGMENTS = (
    (
        "Renewals of the next 60 days",
        {"all": [{"field": "contact.custom.renewal", "operator": "in_next_days", "value": 60}]},
    ),
    (
        "Decision makers of large companies",
        {
            "all": [
                {"field": "contact.seniority", "operator": "in", "value": ["c_level", "vp"]},
                {"field": "company.employees", "operator": "at_least", "value": 1_000},
            ]
        },
    ),
)


def make() -> None:
    """Define fields, fill them for some leads, and make segments that ask for them. A worker builds these."""
    by = User.objects.filter(role=Role.OPS).order_by("pk").first()
    if by is None:
        raise LookupError("The demonstration has nobody of ops.")
    CustomField.objects.filter(key=DATED).delete()
    for field in FIELDS:
        save_field(draft=field, by=by)
    _fill()
    for name, conditions in SEGMENTS:
        save_segment(draft=SegmentDraft(name=name, conditions=conditions), by=by)
    guests = save_segment(
        draft=SegmentDraft(name="Guests of the spring dinner", kind=SegmentKind.BY_HAND), by=by
    )
    add_members(segment_id=guests.pk, contact_ids=_best(GUESTS))


def _fill() -> None:
    leads = list(Contact.objects.order_by("email", "pk"))[::EVERY]
    today = now().date()
    for place, lead in enumerate(leads):
        lead.custom_fields = {
            "contract": CONTRACTS[place % len(CONTRACTS)].lower(),
            "renewal": (today + timedelta(days=5 * place - 20)).isoformat(),
            "annual_value": 1_200 + 350 * (place % 17),
        }
    update_rows(Contact.objects, leads, {"custom_fields"})


def _best(count: int) -> list[UUID]:
    return list(Contact.objects.order_by("-lead_score", "pk").values_list("pk", flat=True)[:count])
