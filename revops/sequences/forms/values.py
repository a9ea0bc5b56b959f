"""The values with which the form of a sequence begins: those of a stored one, or of a new one."""

from collections.abc import Iterable
from collections.abc import Sequence as Many
from typing import Any

from django.utils.translation import gettext as _now

from mauntic.kernel.time.business_hours import Opening, format_openings
from revops.sequences.domain.steps import StepDraft, StepType
from revops.sequences.forms.builder import COUNT, DAYS, WORKDAYS, StepForm
from revops.sequences.models.sequences import Sequence


def values_of(sequence: Sequence, drafts: Iterable[StepDraft]) -> dict[str, Any]:
    """Return the values of an existing sequence."""
    return {
        "name": sequence.name,
        "per_company": sequence.per_company,
        "stops_company": sequence.stops_company,
        **_hours(sequence.week),
        COUNT: [{name: getattr(draft, name) for name in StepForm.base_fields} for draft in drafts],
    }


def _hours(week: Many[Many[Opening]]) -> dict[str, str]:
    """Return the usual hours of workdays, and those of the days that have others."""
    if not week:
        return {}
    workdays = [format_openings(day) for day in week[:WORKDAYS]]
    usual = max(workdays, key=workdays.count)
    hours = {"window": usual}
    for number, (name, day) in enumerate(zip(DAYS, week, strict=True)):
        text = format_openings(day)
        if text != (usual if number < WORKDAYS else ""):
            hours[name] = text or str(_now("closed"))
    return hours


def first_steps() -> dict[str, Any]:
    """Return the values of a new sequence: an email, and a follow-up three business days later."""
    hello = _now("Hello {{ first_name | there }},")
    return {
        COUNT: [
            {"type": StepType.EMAIL.value, "delay_days": 0, "body": f"{hello}\n\n"},
            {"type": StepType.EMAIL.value, "delay_days": 3, "in_business_days": True, "body": f"{hello}\n\n"},
        ]
    }
