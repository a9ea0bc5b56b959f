"""Change profiles and absences of reps."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pycountry
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.accounts.selectors import visible_people
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotAllowed, NotFound
from mauntic.kernel.time.business_hours import Week
from revops.routing.models import Absence, RepProfile

FARTHEST = timedelta(days=5 * 365)
MOST_WORDS, LONGEST_TERRITORY, LONGEST_SKILL = 50, 120, 60
_TERRITORY = re.compile(r"([A-Za-z]{2})(?:/(.+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The leads that a rep takes; see `RepProfile`."""

    takes_leads: bool = True
    territories: Sequence[str] = ()
    skills: Sequence[str] = ()
    daily_cap: int | None = None
    open_cap: int | None = None
    week: Week | None = None


def set_profile(*, rep_id: UUID, profile: Profile, by: User) -> RepProfile:
    """Save the profile of a rep. Only managers can: reps do not set their own territories and caps.

    Args:
        rep_id: the id of the rep's user.
        profile: replaces the whole profile.
        by: the acting user.

    Returns: the profile.

    Raises:
        NotAllowed: `by` is not a manager.
        NotFound: `by` cannot see the rep.
        Invalid: names the wrong fields.
    """
    if not by.is_manager:
        raise NotAllowed(_("Only managers, ops and admins can change profiles of reps."))
    if not visible_people(by).filter(pk=rep_id).exists():
        raise NotFound(_("There is no such user, or they are not in your team."))
    values = asdict(profile) | _words(profile)
    if profile.week is not None and not any(profile.week):
        problem = _('A rep without working hours gets no leads. Turn "Takes leads" off instead.')
        raise Invalid({"week": problem})
    row, _created = RepProfile.objects.update_or_create(pk=rep_id, defaults=values)
    return row


def _words(profile: Profile) -> dict[str, Any]:
    problems: dict[str, str] = {}
    territories = [_territory(text, problems) for text in profile.territories if text.strip()]
    skills = list(dict.fromkeys(skill.strip() for skill in profile.skills if skill.strip()))
    if any(len(skill) > LONGEST_SKILL for skill in skills):
        problems["skills"] = _("Use at most {number} characters per skill.").format(number=LONGEST_SKILL)
    for name, words in (("territories", territories), ("skills", skills)):
        if len(words) > MOST_WORDS:
            problems[name] = _("Enter at most {most}, not {count}.").format(most=MOST_WORDS, count=len(words))
    if problems:
        raise Invalid(problems)
    return {"territories": list(dict.fromkeys(territories)), "skills": skills}


def _territory(text: str, problems: dict[str, str]) -> str:
    """Return `DE` or `US/California`, the country in capitals."""
    found = _TERRITORY.fullmatch(text.strip())
    country = found[1].upper() if found else ""
    if found is None or len(text) > LONGEST_TERRITORY or not pycountry.countries.get(alpha_2=country):
        problems["territories"] = (
            _('"{text}" is not a territory. Enter a country such as DE or a region such as US/California.')
        ).format(text=text.strip())
        return ""
    return f"{country}/{found[2].strip()}" if found[2] else country


def add_absence(
    *, rep_id: UUID, starts_at: datetime, ends_at: datetime, by: User, reason: str = ""
) -> Absence:
    """Add a time in which a rep gets no leads. Reps add their own, managers those of their team.

    Args:
        rep_id: the id of the rep's user.
        starts_at: within `FARTHEST` of today, and before `ends_at`.
        ends_at: in the future.
        by: the acting user.
        reason: shown to people who see the absence.

    Returns: the absence.

    Raises:
        NotFound: `by` may not change absences of the rep.
        Invalid: names the wrong fields.
    """
    _require_of(rep_id, by)
    # PostgreSQL stores years that Python cannot read; absences this far ahead are typing errors.
    for name, moment in (("starts_at", starts_at), ("ends_at", ends_at)):
        if abs(moment - now()) > FARTHEST:
            raise Invalid({name: _("Choose a date within {years} years.").format(years=FARTHEST.days // 365)})
    if ends_at <= starts_at:
        raise Invalid({"ends_at": _("Choose an end after the start.")})
    if ends_at <= now():
        raise Invalid({"ends_at": _("Choose an end in the future.")})
    return Absence.objects.create(rep_id=rep_id, starts_at=starts_at, ends_at=ends_at, reason=reason.strip())


def remove_absence(*, absence_id: UUID, by: User) -> Absence:
    """Delete an absence.

    Args:
        absence_id: the id of the absence.
        by: the acting user.

    Returns: the deleted absence.

    Raises:
        NotFound: there is no such absence, or `by` may not change absences of the rep.
    """
    absence = Absence.objects.select_related("rep").filter(pk=absence_id).first()
    if absence is None:
        raise NotFound(_("There is no such absence. Somebody may have removed it."))
    _require_of(absence.rep_id, by)
    absence.delete()
    return absence


def _require_of(rep_id: UUID, by: User) -> None:
    people = visible_people(by) if by.is_manager else User.objects.filter(pk=by.pk)
    if not people.filter(pk=rep_id).exists():
        raise NotFound(_("There is no such user, or you may not change their absences."))
