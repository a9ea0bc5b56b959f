"""Teams: who sells together, and under whom."""

from django.db import IntegrityError, transaction

from mauntic.accounts.models import Team, User
from mauntic.accounts.services.users import change_role
from mauntic.kernel.errors import Invalid

LONGEST_NAME = 100


def create_team(*, name: str, manager: User | None = None) -> Team:
    """A new team, nobody in it yet. `Invalid` names a bad field."""
    return _saved(Team(), name, manager)


def change_team(*, team: Team, name: str, manager: User | None) -> Team:
    """Give a team another name or manager; None takes the manager away. `Invalid` names a bad field."""
    return _saved(team, name, manager)


def delete_team(*, team: Team) -> None:
    """Dissolve a team; its people stay, in no team."""
    team.delete()


def move_to_team(*, user: User, team: Team | None) -> None:
    """Put a person into a team, and out of the one before; None is no team."""
    user.team = team
    user.save(update_fields=["team"])


@transaction.atomic
def place(*, user: User, role: str, team: Team | None) -> None:
    """Give a person a role and a team: both, or neither where the role is refused."""
    change_role(user=user, role=role)
    move_to_team(user=user, team=team)


def _saved(team: Team, typed_name: str, manager: User | None) -> Team:
    name = " ".join(typed_name.split())
    problems = _problems_of_name(name, team) | _problems_of_manager(manager)
    if problems:
        raise Invalid(problems)
    team.name, team.manager = name, manager
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError as error:  # two admins at the same moment
        raise Invalid(_taken(name)) from error
    return team


def _problems_of_name(name: str, team: Team) -> dict[str, str]:
    if not name:
        return {"name": "Give the team a name, such as North."}
    if len(name) > LONGEST_NAME:
        return {"name": f"Shorten the name to {LONGEST_NAME} characters; it has {len(name)}."}
    is_taken = Team.objects.filter(name__iexact=name).exclude(pk=team.pk).exists()
    return _taken(name) if is_taken else {}


def _taken(name: str) -> dict[str, str]:
    return {"name": f"There is a team “{name}” already. Choose another name."}


def _problems_of_manager(manager: User | None) -> dict[str, str]:
    if manager is None or (manager.is_active and manager.is_manager):
        return {}
    what = "is a rep" if manager.is_active else "can no longer sign in"
    return {"manager": f"{manager} {what}. Choose an active person who is manager, ops or admin."}
