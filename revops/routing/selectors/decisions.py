"""Routing decisions and the load of reps that a user can see."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from mauntic.accounts.models import User
from mauntic.accounts.selectors import visible_people
from revops.routing.domain.decisions import Load, Rep
from revops.routing.domain.eligibility import hindrance
from revops.routing.models import Absence, RepProfile, RoutingDecision, RoutingSettings
from revops.routing.selectors.people import loads_of, reps_of


@dataclass(frozen=True, slots=True)
class DecisionsFilter:
    """Filters of decisions; None and empty mean all."""

    rep: UUID | None = None
    rule: UUID | None = None
    trigger: str = ""


@dataclass(frozen=True, slots=True)
class RepAtWork:
    """A rep with profile and load. `hindrance` says why they cannot get a lead now, or is empty."""

    user: User
    rep: Rep
    load: Load
    hindrance: str


def decisions_seen_by(user: User, wanted: DecisionsFilter | None = None) -> QuerySet[RoutingDecision]:
    """Return decisions about reps that `user` can see. Managers also see those that assigned nobody.

    Args:
        user: the person who asks.
        wanted: narrows the decisions; None is all of them.
    """
    seen = Q() if user.is_ops else Q(rep__in=visible_people(user))
    if user.is_manager and not user.is_ops:
        seen |= Q(rep=None)
    rows = RoutingDecision.objects.filter(seen)
    asked = wanted or DecisionsFilter()
    by_column = {"rep": asked.rep, "rule": asked.rule, "trigger": asked.trigger}
    rows = rows.filter(**{name: value for name, value in by_column.items() if value})
    return rows.select_related("contact__company", "rep", "rule", "previous_owner", "by", "undone_by")


def latest_decision(contact_id: UUID) -> RoutingDecision | None:
    """Return the latest decision about a lead, undone or not; None if it was never routed."""
    rows = RoutingDecision.objects.select_related("rep", "rule", "by", "undone_by")
    return rows.filter(contact=contact_id).order_by("-decided_at", "-pk").first()


def reps_at_work(user: User, settings: RoutingSettings, now: datetime) -> list[RepAtWork]:
    """Return the active reps that `user` can see, by name.

    Args:
        user: the person who asks.
        settings: say whether working hours count.
        now: the time for which availability is wanted.
    """
    people = list(visible_people(user).filter(is_active=True))
    ids = [person.pk for person in people]
    reps = reps_of(ids, since=now, use_hours=settings.heeds_working_hours)
    loads = loads_of(daily=ids, owned=ids, at=now)
    return [
        RepAtWork(
            person, reps[person.pk], loads[person.pk], hindrance(reps[person.pk], loads[person.pk], now)
        )
        for person in people
    ]


def absences_seen_by(user: User, now: datetime) -> QuerySet[Absence]:
    """Return current and future absences of reps that `user` can see.

    Args:
        user: the person who asks.
        now: absences that ended before are left out.
    """
    rows = Absence.objects.filter(rep__in=visible_people(user).filter(is_active=True), ends_at__gt=now)
    return rows.select_related("rep").order_by("starts_at", "pk")


def profile_of(user: User) -> RepProfile:
    """Return the profile of a rep, or the defaults."""
    return RepProfile.objects.filter(pk=user.pk).first() or RepProfile(rep=user)
