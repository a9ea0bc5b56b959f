"""What routing knows of people: their profile, their absences, and what they have to do."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from mauntic.accounts.models import User
from mauntic.accounts.selectors import business_hours
from mauntic.crm.models import Contact, LifecycleStage
from mauntic.kernel.business_hours import BusinessHours
from mauntic.tenants.context import current_organization
from revops.domain.routing import Load, Rep
from revops.models import Absence, Deal, RepProfile, RoutingDecision

# Whoever is a customer, or was one, is no open lead any more.
OPEN_LEADS = (LifecycleStage.LEAD, LifecycleStage.QUALIFIED, LifecycleStage.OPPORTUNITY)


def zone_of_organization() -> ZoneInfo:
    """The time zone in which the organization's days begin."""
    return ZoneInfo(current_organization().time_zone)


def reps_of(people: Iterable[UUID], *, since: datetime, heed_hours: bool) -> dict[UUID, Rep]:
    """These people with their absences from then on; with their working hours where those are heeded."""
    away: dict[UUID, list[tuple[datetime, datetime]]] = {}
    absences = Absence.objects.filter(rep__in=(ids := set(people)), ends_at__gt=since)
    for rep, starts, ends in absences.values_list("rep", "starts_at", "ends_at"):
        away.setdefault(rep, []).append((starts, ends))
    house = business_hours() if heed_hours else None
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
    zone = ZoneInfo(user.time_zone) if user.time_zone else zone_of_organization()
    week = tuple(tuple((opens, closes) for opens, closes in day) for day in profile.week)
    return BusinessHours(zone=zone, week=week, closed_on=house.closed_on)


def loads_of(
    *,
    daily: Collection[UUID],
    owned: Collection[UUID],
    at: datetime,
    created_before: datetime | None = None,
) -> dict[UUID, Load]:
    """What was routed today to those of `daily`, and how many open leads those of `owned` have.

    With `created_before`, of the leads from before then.
    """
    loads = {rep: Load() for rep in {*daily, *owned}}
    if daily:
        midnight = at.astimezone(zone_of_organization()).replace(hour=0, minute=0, second=0, microsecond=0)
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
    """Who looks after each company: who may sign in and has most of its open deals, then most of its leads.

    Leads that are in `apart_from` do not count.
    """
    if not companies:
        return {}
    deals = Deal.objects.open().filter(company__in=companies, owner__is_active=True)
    leads = Contact.objects.filter(~Q(pk__in=apart_from), company__in=companies, owner__is_active=True)
    counts: dict[UUID, dict[UUID, list[int]]] = {}
    for place, rows in enumerate((deals, leads)):
        found = rows.order_by().values_list("company", "owner").annotate(Count("pk"))
        for company, owner, count in found:
            counts.setdefault(company, {}).setdefault(owner, [0, 0])[place] = count
    return {
        company: max(of_owner, key=lambda owner: (*of_owner[owner], owner))
        for company, of_owner in counts.items()
    }
