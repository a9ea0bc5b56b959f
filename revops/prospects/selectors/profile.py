"""The ideal customer profile and its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mauntic.kernel.db.search import search_forms
from mauntic.kernel.display import NONE, number
from revops.prospects.domain.profile import Profile
from revops.prospects.domain.reasoning import SENIORITIES
from revops.prospects.models import IcpChange, IcpProfile

SHOWN_CHANGES = 20
_LABELS = {
    "titles": _("Titles"),
    "seniorities": _("Seniority"),
    "employees_least": _("Employees, from"),
    "employees_most": _("Employees, up to"),
    "industries": _("Industries"),
    "countries": _("Countries"),
}


@dataclass(frozen=True, slots=True)
class ChangedField:
    """A field of the profile with its values before and after the change, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change of the profile. `by` is empty for Mauntic and for deleted users."""

    at: datetime
    by: str
    fields: Sequence[ChangedField]


def icp() -> Profile:
    """Return the profile of the organization; an empty one if nobody entered one."""
    row = IcpProfile.objects.first()
    return row.profile() if row else Profile()


def comparable_icp() -> Profile:
    """Return the profile with search forms, as the rule takes it."""
    profile = icp()
    return profile.in_forms(search_forms([*profile.titles, *profile.industries]))


def icp_changes() -> Sequence[ShownChange]:
    """Return the last changes of the profile, newest first."""
    rows = IcpChange.objects.select_related("by")[:SHOWN_CHANGES]
    return [
        ShownChange(
            at=row.at,
            by=str(row.by) if row.by else "",
            fields=[
                ChangedField(str(label), *(_words(name, value) for value in row.changes[name]))
                for name, label in _LABELS.items()
                if name in row.changes
            ],
        )
        for row in rows
    ]


def _words(name: str, value: object) -> str:
    """Return a stored value as people read it; a dash for none."""
    if isinstance(value, list):
        labels = SENIORITIES if name == "seniorities" else {}
        return ", ".join(str(labels.get(each, each)) for each in value) or NONE
    return number(value) if isinstance(value, int) else NONE
