"""People come, change their role, and go."""

import zoneinfo

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from mauntic.accounts.models import ApiKey, Role, Team, User
from mauntic.kernel.errors import Conflict, Invalid


def create_user(*, email: str, role: str, name: str = "", password: str | None = None) -> User:
    """Add a person. `Invalid` names a bad field, `Conflict` an address that is known already."""
    problems: dict[str, str | list[str]] = {}
    try:
        validate_email(email)
    except ValidationError:
        problems["email"] = f"“{email}” is no e-mail address."
    if role not in Role.values:
        problems["role"] = f"Choose one of {', '.join(Role.values)}."
    if password is not None:
        try:
            validate_password(password, User(email=email, name=name))
        except ValidationError as error:
            problems["password"] = error.messages
    if problems:
        raise Invalid(problems)
    if User.objects.filter(email__iexact=email).exists():
        raise Conflict(f"{email} already belongs to this organization.")
    return User.objects.create_user(email, password, role=role, name=name)


@transaction.atomic
def change_role(*, user: User, role: str) -> None:
    """Give a person another role. The last admin stays one, and no rep manages a team: `Conflict`."""
    if role not in Role.values:
        raise Invalid({"role": f"Choose one of {', '.join(Role.values)}."})
    if role != Role.ADMIN:
        _keep_an_admin(user)
    if role == Role.REP:
        _keep_managers(user)
    user.role = role
    user.save(update_fields=["role", "is_superuser"])


@transaction.atomic
def deactivate(*, user: User) -> None:
    """Lock a person out: no sign-in, every API key is void, and teams they managed have no manager.

    Their own team keeps seeing what was theirs. The last admin stays: `Conflict`.
    """
    _keep_an_admin(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    ApiKey.objects.filter(user=user).delete()
    # Unlike a change of role, leaving must never wait for somebody to find a successor.
    Team.objects.filter(manager=user).update(manager=None)


def reactivate(*, user: User) -> None:
    """Let a person sign in again; their former API keys stay void."""
    User.objects.filter(pk=user.pk).update(is_active=True)


def update_profile(*, user: User, name: str, time_zone: str) -> None:
    """Change what a person may change of themselves; an empty zone means the organization's."""
    if time_zone and time_zone not in zoneinfo.available_timezones():
        raise Invalid({"time_zone": f"“{time_zone}” is no time zone. Use a name such as Europe/Berlin."})
    user.name, user.time_zone = name.strip(), time_zone
    user.save(update_fields=["name", "time_zone"])


def _keep_an_admin(user: User) -> None:
    others = User.objects.select_for_update().filter(role=Role.ADMIN, is_active=True).exclude(pk=user.pk)
    if user.role == Role.ADMIN and not others.exists():
        raise Conflict("An organization needs an admin: make somebody else one first.")


def _keep_managers(user: User) -> None:
    managed = ", ".join(Team.objects.filter(manager=user).values_list("name", flat=True))
    if managed:
        raise Conflict(f"{user} manages {managed}. Choose another manager there first.")
