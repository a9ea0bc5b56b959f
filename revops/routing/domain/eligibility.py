"""Whether a rep can get a lead now, and why not."""

from datetime import datetime

from mauntic.kernel.display import day
from mauntic.kernel.translation import gettext as _
from revops.routing.domain.decisions import Load, Rep


def hindrance(rep: Rep, load: Load, at: datetime) -> str:
    """Return why a rep cannot get a lead at `at`, as the predicate of a sentence; empty if they can."""
    if not rep.is_active:
        return _("is deactivated")
    if not rep.takes_leads:
        return _("does not take leads")
    if until := _away_until(rep, at):
        return _("is away until {day}").format(day=day(until.date()))
    if full := _full(rep, load):
        return full
    if rep.hours is not None and not rep.hours.is_open(at):
        return _("is outside working hours")
    return ""


def _full(rep: Rep, load: Load) -> str:
    if rep.daily_cap is not None and load.today >= rep.daily_cap:
        return _("got {count} of {cap} leads today").format(count=load.today, cap=rep.daily_cap)
    if rep.open_cap is not None and load.open >= rep.open_cap:
        return _("has {count} of {cap} open leads").format(count=load.open, cap=rep.open_cap)
    return ""


def _away_until(rep: Rep, at: datetime) -> datetime | None:
    """Return the end of the current absence and of those that follow without a gap."""
    until: datetime | None = None
    for starts, ends in sorted(rep.absences):
        if starts <= (until or at) < ends:
            until = ends
    return until
