"""Who can get a lead now, and what keeps the others from it."""

from datetime import datetime

from revops.domain.routing import Load, Rep


def hindrance(rep: Rep, load: Load, at: datetime) -> str:
    """What keeps the person from getting a lead at that moment, in words; empty when nothing does."""
    if not rep.is_active:
        return "can no longer sign in"
    if not rep.takes_leads:
        return "takes no leads"
    if until := _away_until(rep, at):
        return f"is away until {until.day} {until:%B %Y}"
    if full := _full(rep, load):
        return full
    if rep.hours is not None and not rep.hours.is_open(at):
        return "does not work at this time"
    return ""


def _full(rep: Rep, load: Load) -> str:
    if rep.daily_cap is not None and load.today >= rep.daily_cap:
        return f"has got {load.today} of at most {rep.daily_cap} leads today"
    if rep.open_cap is not None and load.open >= rep.open_cap:
        return f"has {load.open} of at most {rep.open_cap} open leads"
    return ""


def _away_until(rep: Rep, at: datetime) -> datetime | None:
    """The end of the absence that holds, and of those that follow without a gap."""
    until: datetime | None = None
    for starts, ends in sorted(rep.absences):
        if starts <= (until or at) < ends:
            until = ends
    return until
