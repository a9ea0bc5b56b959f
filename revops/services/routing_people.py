"""What people take on, and when they are away."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pycountry

from mauntic.accounts.models import User
from mauntic.accounts.selectors import visible_people
from mauntic.kernel.business_hours import Week
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotAllowed, NotFound
from revops.models import Absence, RepProfile

FARTHEST = timedelta(days=5 * 365)
MOST_WORDS, LONGEST_TERRITORY, LONGEST_SKILL = 50, 120, 60
_TERRITORY = re.compile(r"([A-Za-z]{2})(?:/(.+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a rep takes on; see `RepProfile`."""

    takes_leads: bool = True
    territories: Sequence[str] = ()
    skills: Sequence[str] = ()
    daily_cap: int | None = None
    open_cap: int | None = None
    week: Week | None = None


def set_profile(*, rep_id: UUID, profile: Profile, by: User) -> RepProfile:
    """Say what a rep takes on. `NotFound` when `by` does not see them; `Invalid` names what cannot be.

    Reps say nothing of themselves here: territories and caps are their managers' to give.
    """
    if not by.is_manager:
        raise NotAllowed("Only managers, ops and admins say what a rep takes on.")
    if not visible_people(by).filter(pk=rep_id).exists():
        raise NotFound("There is no such person, or they are not of your team.")
    values = asdict(profile) | _words(profile)
    if profile.week is not None and not any(profile.week):
        raise Invalid({"week": "Somebody who never works gets no leads. Switch “takes leads” off instead."})
    row, _ = RepProfile.objects.update_or_create(pk=rep_id, defaults=values)
    return row


def _words(profile: Profile) -> dict[str, Any]:
    problems: dict[str, str] = {}
    territories = [_territory(text, problems) for text in profile.territories if text.strip()]
    skills = list(dict.fromkeys(skill.strip() for skill in profile.skills if skill.strip()))
    if any(len(skill) > LONGEST_SKILL for skill in skills):
        problems["skills"] = f"A skill has {LONGEST_SKILL} characters at most."
    for name, words in (("territories", territories), ("skills", skills)):
        if len(words) > MOST_WORDS:
            problems[name] = f"There are {len(words)}; {MOST_WORDS} are the most."
    if problems:
        raise Invalid(problems)
    return {"territories": list(dict.fromkeys(territories)), "skills": skills}


def _territory(text: str, problems: dict[str, str]) -> str:
    """`DE` or `US/California`, the country in capitals."""
    found = _TERRITORY.fullmatch(text.strip())
    country = found[1].upper() if found else ""
    if found is None or len(text) > LONGEST_TERRITORY or not pycountry.countries.get(alpha_2=country):
        problems["territories"] = (
            f"“{text.strip()}” is no territory. Write a country as DE, or a region of it as US/California."
        )
        return ""
    return f"{country}/{found[2].strip()}" if found[2] else country


def add_absence(
    *, rep_id: UUID, starts_at: datetime, ends_at: datetime, by: User, reason: str = ""
) -> Absence:
    """A time in which a rep gets no leads. A rep says it of themselves, a manager of their team."""
    _require_of(rep_id, by)
    # The database keeps years that Python cannot read; and nobody is away so long ahead.
    for name, moment in (("starts_at", starts_at), ("ends_at", ends_at)):
        if abs(moment - now()) > FARTHEST:
            raise Invalid(
                {name: f"This is more than {FARTHEST.days // 365} years away. Choose a nearer day."}
            )
    if ends_at <= starts_at:
        raise Invalid({"ends_at": "This ends before it begins. Choose a later end."})
    if ends_at <= now():
        raise Invalid({"ends_at": "This is over already; routing looks at no past absences."})
    return Absence.objects.create(rep_id=rep_id, starts_at=starts_at, ends_at=ends_at, reason=reason.strip())


def remove_absence(*, absence_id: UUID, by: User) -> Absence:
    """Take back that somebody is away; the row as it was."""
    absence = Absence.objects.select_related("rep").filter(pk=absence_id).first()
    if absence is None:
        raise NotFound("There is no such absence; somebody may have removed it.")
    _require_of(absence.rep_id, by)
    absence.delete()
    return absence


def _require_of(rep_id: UUID, by: User) -> None:
    people = visible_people(by) if by.is_manager else User.objects.filter(pk=by.pk)
    if not people.filter(pk=rep_id).exists():
        raise NotFound("There is no such person, or it is not for you to say when they are away.")
