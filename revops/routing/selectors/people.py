"""Profiles, absences and load of reps."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from mauntic.accounts.models import User
from mauntic.accounts.selectors import business_hours
from mauntic.crm.models import Contact, LifecycleStage
from mauntic.kernel.time.business_hours import BusinessHours
from mauntic.kernel.time.calendar import time_zone
from revops.deals.models.deals import Deal
from revops.deals.selectors.days import organization_zone
from revops.routing.domain.decisions import Load, Rep
from revops.routing.models import Absence, RepProfile, RoutingDecision

# Current and former customers are not open leads.
OPEN_LEADS = (LifecycleStage.LEAD, LifecycleStage.QUALIFIED, LifecycleStage.OPPORTUNITY)


def reps_of(people: Iterable[UUID], *, since: datetime, use_hours: bool) -> dict[UUID, Rep]:
    """Return these reps with absences from `since` on, and with working hours if `use_hours`.

    Args:
        people: ids of users.
        since: absences that end before it are left out.
        use_hours: False gives reps without working hours.
    """
    away: dict[UUID, list[tuple[datetime, datetime]]] = {}
    absences = Absence.objects.filter(rep__in=(ids := set(people)), ends_at__gt=since)
    for rep, starts, ends in absences.values_list("rep", "starts_at", "ends_at"):
        away.setdefault(rep, []).append((starts, ends))
    house = business_hours() if use_hours else None
    users = User.objects.filter(pk__in=ids).select_related("routing_profile")
    return {user.pk: _rep(user, tuple(away.get(user.pk, ())), house) for user in users}


def _rep(user: User, absences: tuple[tuple[datetime, datetime], ...], house: BusinessHours | None) -> Rep:
    profile = getattr(user, "routing_profile", None) or RepProfile()
    return Rep(
        id=user.pk,
        name=str(user),
        is_active=user.is_active,
        takes_leads=profile.takes_leads,
        absences=absences,
        territories=tuple(profile.territories),
        skills=tuple(profile.skills),
        daily_cap=profile.daily_cap,
        open_cap=profile.open_cap,
        hours=_hours(user, profile, house),
    )


def _hours(user: User, profile: RepProfile, house: BusinessHours | None) -> BusinessHours | None:
    if house is None or not profile.week or not any(profile.week):
        return house
    zone = time_zone(user.time_zone) if user.time_zone else organization_zone()
    week = tuple(tuple((opens, closes) for opens, closes in day) for day in profile.week)
    return BusinessHours(zone=zone, week=week, closed_on=house.closed_on)


def loads_of(
    *,
    daily: Collection[UUID],
    owned: Collection[UUID],
    at: datetime,
    created_before: datetime | None = None,
) -> dict[UUID, Load]:
    """Return the leads routed today to reps of `daily`, and the open leads of reps of `owned`.

    Args:
        daily: reps whose leads of today are counted.
        owned: reps whose open leads are counted.
        at: its day is "today".
        created_before: counts only open leads created before this time.
    """
    loads = {rep: Load() for rep in {*daily, *owned}}
    if daily:
        midnight = at.astimezone(organization_zone()).replace(hour=0, minute=0, second=0, microsecond=0)
        routed = RoutingDecision.objects.filter(rep__in=daily, decided_at__gte=midnight, undone_at=None)
        for rep, count in routed.order_by().values_list("rep").annotate(Count("pk")):
            loads[rep].today = count
    if owned:
        leads = Contact.objects.filter(owner__in=owned, lifecycle_stage__in=OPEN_LEADS)
        if created_before:
            leads = leads.filter(created_at__lt=created_before)
        for rep, count in leads.order_by().values_list("owner").annotate(Count("pk")):
            loads[rep].open = count
    return loads


def keepers_of(companies: Collection[UUID], *, apart_from: Collection[UUID] = ()) -> dict[UUID, UUID]:
    """Return the active user who owns most open deals of each company, then most of its leads.

    Args:
        companies: ids of companies.
        apart_from: leads that do not count.
    """
    if not companies:
        return {}
    deals = Deal.objects.open().filter(company__in=companies, owner__is_active=True)
    leads = Contact.objects.filter(~Q(pk__in=apart_from), company__in=companies, owner__is_active=True)
    counts: dict[UUID, dict[UUID, list[int]]] = {}
    for index, rows in enumerate((deals, leads)):
        found = rows.order_by().values_list("company", "owner").annotate(Count("pk"))
        for company, owner, count in found:
            counts.setdefault(company, {}).setdefault(owner, [0, 0])[index] = count
    return {
        company: max(of_owner, key=lambda owner: (*of_owner[owner], owner))
        for company, of_owner in counts.items()
    }
