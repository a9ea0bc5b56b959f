"""Reads of the accounts context."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from mauntic.accounts.models import AccessPolicy, OpeningHours, Role, SeenByReps, Team, User
from mauntic.kernel.business_hours import AROUND_THE_CLOCK, BusinessHours, ClosedDays
from mauntic.tenants.context import current_organization


def opening_hours() -> OpeningHours | None:
    """The row of business hours; None where every minute counts."""
    return OpeningHours.objects.first()


def business_hours() -> BusinessHours:
    """When the current organization works."""
    row = opening_hours()
    if row is None:
        return AROUND_THE_CLOCK
    return BusinessHours(
        zone=ZoneInfo(row.time_zone or current_organization().time_zone),
        week=tuple(tuple((opens, closes) for opens, closes in day) for day in row.week),
        closed_on=ClosedDays(row.country, row.subdivision, frozenset(row.closed_on)),
    )


def active_people(roles: Iterable[str] = Role.values) -> QuerySet[User]:
    """Those of these roles who may sign in, by name."""
    return User.objects.filter(is_active=True, role__in=roles)


def people() -> QuerySet[User]:
    """Everybody with their team, who may sign in first, by name."""
    return User.objects.select_related("team").order_by("-is_active", "name", "email")


def possible_managers() -> QuerySet[User]:
    """Those who may be at the head of a team, by name."""
    return active_people([Role.MANAGER, Role.OPS, Role.ADMIN])


def teams() -> QuerySet[Team, Team]:
    """Teams with their manager and `size`, the number of their active people, by name."""
    size = Count("members", filter=Q(members__is_active=True))
    return Team.objects.select_related("manager").annotate(size=size)


def access_policy() -> AccessPolicy:
    """Who sees what; the default where nothing was stored."""
    return AccessPolicy.objects.first() or AccessPolicy()


def owned_by_visible(user: User, field: str = "owner") -> Q:
    """The condition under which `user` sees and changes a row that belongs to the person in `field`.

    Ops and admins see all. Managers see what is theirs, their teams' and nobody's. Reps see what is theirs,
    or their team's, or everybody's, as the organization has set; a manager never sees less than their reps.
    One query for the policy.
    """
    if user.is_ops:
        return Q()
    seen = access_policy().seen_by_reps
    if seen == SeenByReps.ALL:
        return Q()
    sees_team = user.is_manager or seen == SeenByReps.TEAM
    if not user.is_manager and not (sees_team and user.team_id):
        return Q(**{field: user.pk})
    people = Q(pk=user.pk)
    if user.team_id:
        people |= Q(team=user.team_id)
    if user.is_manager:
        people |= Q(team__manager=user.pk)
        return Q(**{f"{field}__in": User.objects.filter(people)}) | Q(**{f"{field}__isnull": True})
    return Q(**{f"{field}__in": User.objects.filter(people)})


def visible_people(user: User) -> QuerySet[User]:
    """Those whose work `user` sees, active or not, by name."""
    return User.objects.filter(owned_by_visible(user, "pk"))
