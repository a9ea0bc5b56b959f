"""Reads of the accounts context."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from mauntic.accounts.models import AccessPolicy, OpeningHours, Role, SeenByReps, Team, User
from mauntic.kernel.errors import Invalid
from mauntic.kernel.parsing import uuids
from mauntic.kernel.time.business_hours import AROUND_THE_CLOCK, BusinessHours, ClosedDays
from mauntic.kernel.time.calendar import time_zone
from mauntic.tenants.context import current_organization


def opening_hours() -> OpeningHours | None:
    """Return the row of business hours, or None if every minute counts."""
    return OpeningHours.objects.first()


def business_hours() -> BusinessHours:
    """Return the business hours of the current organization."""
    row = opening_hours()
    if row is None:
        return AROUND_THE_CLOCK
    return BusinessHours(
        zone=time_zone(row.time_zone or current_organization().time_zone),
        week=tuple(tuple((opens, closes) for opens, closes in day) for day in row.week),
        closed_on=ClosedDays(row.country, row.subdivision, frozenset(row.closed_on)),
    )


def active_people(roles: Iterable[str] = Role.values) -> QuerySet[User]:
    """Return active users with these roles, by name."""
    return User.objects.filter(is_active=True, role__in=roles)


def posted_owner(text: str | None) -> User | None:
    """Return the owner whose id a form sent. None for an empty id, which means unassigned.

    Raises: `Invalid` if no owner was sent, or one who is not active.
    """
    if text is None:
        raise Invalid({"owner": _("Choose an owner, or leave the record unassigned.")})
    if not text:
        return None
    owner = active_people().filter(pk__in=uuids([text])).first()
    if owner is None:
        raise Invalid({"owner": _("Choose an active user as the owner.")})
    return owner


def people() -> QuerySet[User]:
    """Return all users with their team, active ones first, by name."""
    return User.objects.select_related("team").order_by("-is_active", "name", "email")


def possible_managers() -> QuerySet[User]:
    """Return users who may manage a team, by name."""
    return active_people([Role.MANAGER, Role.OPS, Role.ADMIN])


def teams() -> QuerySet[Team, Team]:
    """Return teams with manager and `size`, the number of active members, by name."""
    size = Count("members", filter=Q(members__is_active=True))
    return Team.objects.select_related("manager").annotate(size=size)


def access_policy() -> AccessPolicy:
    """Return the access policy, or the default if none is stored."""
    return AccessPolicy.objects.first() or AccessPolicy()


def owned_by_visible(user: User, field: str = "owner") -> Q:
    """Return the condition for rows that `user` may see and change.

    Ops and admins see all rows. Managers see their own, their teams' and unassigned rows. Reps see their own,
    their team's or all rows, as the access policy sets; a manager never sees less than their reps.

    Needs one query. Without a limit the condition is empty: joined by `|` it would be dropped.

    Args: `field` is the field of the owner.
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


def people_who_see(
    people: Collection[User], owners: Collection[UUID | None]
) -> Mapping[UUID | None, set[UUID]]:
    """Return which of some people see and change the rows of owners, by owner: as `owned_by_visible` does.

    Needs two queries, however many people and owners there are.

    Args:
        people: who may see them.
        owners: the owners of the rows; None for rows without one.
    """
    policy = access_policy().seen_by_reps
    rows = User.objects.filter(pk__in=[pk for pk in owners if pk]).order_by()
    teams: dict[UUID | None, _TeamAndManager] = {
        pk: (team, manager) for pk, team, manager in rows.values_list("pk", "team", "team__manager")
    }
    return {
        owner: {
            person.pk for person in people if _sees(person, owner, teams.get(owner, (None, None)), policy)
        }
        for owner in owners
    }


_TeamAndManager = tuple[UUID | None, UUID | None]


def _sees(person: User, owner: UUID | None, team_and_manager: _TeamAndManager, policy: str) -> bool:
    team, manager = team_and_manager
    if person.is_ops or policy == SeenByReps.ALL:
        return True
    if owner is None or owner == person.pk:
        return owner is not None or person.is_manager
    is_of_team = person.team_id is not None and team == person.team_id
    if person.is_manager:
        return is_of_team or manager == person.pk
    return policy == SeenByReps.TEAM and is_of_team


def visible_people(user: User) -> QuerySet[User]:
    """Return users whose work `user` may see, active or not, by name."""
    return User.objects.filter(owned_by_visible(user, "pk"))
