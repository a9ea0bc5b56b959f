"""Create and change teams."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import Team, User
from mauntic.accounts.services.users import change_role
from mauntic.kernel.db.locks import held
from mauntic.kernel.errors import Invalid

LONGEST_NAME = 100


def create_team(*, name: str, manager: User | None = None) -> Team:
    """Create a team without members.

    Args: `manager` is None for a team without a manager.
    Returns: the team.
    Raises: `Invalid` per field.
    """
    return _saved(Team(), name, manager)


def change_team(*, team: Team, name: str, manager: User | None) -> Team:
    """Change the name and manager of a team.

    Args: `manager` is None for a team without a manager.
    Raises: `Invalid` per field; `NotFound` if the team was deleted.
    """
    return _saved(team, name, manager)


def delete_team(*, team: Team) -> None:
    """Delete a team. Its members stay, without a team."""
    team.delete()


def move_to_team(*, user: User, team: Team | None) -> None:
    """Move a user to another team, or to none."""
    user.team = team
    user.save(update_fields=["team"])


@transaction.atomic
def set_role_and_team(*, user: User, role: str, team: Team | None) -> None:
    """Set the role and team of a user: both, or neither if the role is refused.

    Raises: as `change_role`.
    """
    change_role(user=user, role=role)
    move_to_team(user=user, team=team)


def _saved(team: Team, typed_name: str, manager: User | None) -> Team:
    name = " ".join(typed_name.split())
    problems = _problems_of_name(name, team) | _problems_of_manager(manager)
    if problems:
        raise Invalid(problems)
    try:
        with transaction.atomic():
            if not team._state.adding:  # noqa: SLF001 (documented API of Django)
                # Locked: saving a team that was deleted meanwhile would create it again.
                team = held(Team.objects.all(), team.pk, gone=_("This team was deleted."))
            team.name, team.manager = name, manager
            team.save()
    except IntegrityError as error:  # two admins at the same time
        raise Invalid(_taken(name)) from error
    return team


def _problems_of_name(name: str, team: Team) -> dict[str, str]:
    if not name:
        return {"name": _("Enter a name for the team, such as North.")}
    if len(name) > LONGEST_NAME:
        return {
            "name": _("Enter at most %(limit)s characters, not %(count)s.")
            % {"limit": LONGEST_NAME, "count": len(name)}
        }
    is_taken = Team.objects.filter(name__iexact=name).exclude(pk=team.pk).exists()
    return _taken(name) if is_taken else {}


def _taken(name: str) -> dict[str, str]:
    return {"name": _('Team "%(name)s" already exists. Choose another name.') % {"name": name}}


def _problems_of_manager(manager: User | None) -> dict[str, str]:
    if manager is None or (manager.is_active and manager.is_manager):
        return {}
    if manager.is_active:
        problem = _("%(name)s is a rep. Choose an active user with the role manager, ops or admin.")
    else:
        problem = _("%(name)s is deactivated. Choose an active user with the role manager, ops or admin.")
    return {"manager": problem % {"name": manager}}
