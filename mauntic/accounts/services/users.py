"""Create, change, deactivate and reactivate users."""

import zoneinfo

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import ApiKey, Role, Team, User
from mauntic.kernel.codes import choices_text
from mauntic.kernel.errors import Conflict, Invalid


def create_user(*, email: str, role: str, name: str = "", password: str | None = None) -> User:
    """Create a user.

    Args: `role` is a value of `Role`. Without `password` the user cannot sign in.
    Returns: the user.
    Raises: `Invalid` per field; `Conflict` if a user has the address.
    """
    problems: dict[str, str | list[str]] = {}
    try:
        validate_email(email)
    except ValidationError:
        problems["email"] = _('"%(email)s" is not an email address. Enter one such as name@company.com.') % {
            "email": email
        }
    if role not in Role.values:
        problems["role"] = _("Choose one of %(choices)s.") % {"choices": choices_text(Role.choices)}
    if password is not None:
        try:
            validate_password(password, User(email=email, name=name))
        except ValidationError as error:
            problems["password"] = error.messages
    if problems:
        raise Invalid(problems)
    if User.objects.filter(email__iexact=email).exists():
        raise Conflict(_("%(email)s already belongs to a user of this organization.") % {"email": email})
    return User.objects.create_user(email, password, role=role, name=name)


@transaction.atomic
def change_role(*, user: User, role: str) -> None:
    """Change the role of a user.

    Raises: `Invalid` for an unknown role; `Conflict` for the last admin, and for the manager of a team who
    would become a rep.
    """
    if role not in Role.values:
        raise Invalid({"role": _("Choose one of %(choices)s.") % {"choices": choices_text(Role.choices)}})
    if role != Role.ADMIN:
        _keep_an_admin(user)
    if role == Role.REP:
        _keep_managers(user)
    user.role = role
    user.save(update_fields=["role", "is_superuser"])


@transaction.atomic
def deactivate(*, user: User) -> None:
    """Deactivate a user: no sign-in, API keys are deleted, and their teams have no manager.

    Their own team still sees their work.

    Raises: `Conflict` for the last admin.
    """
    _keep_an_admin(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    ApiKey.objects.filter(user=user).delete()
    # Unlike a change of role, deactivation must not wait for a new manager.
    Team.objects.filter(manager=user).update(manager=None)


def reactivate(*, user: User) -> None:
    """Reactivate a user. Their deleted API keys do not come back."""
    User.objects.filter(pk=user.pk).update(is_active=True)


def update_profile(*, user: User, name: str, time_zone: str) -> None:
    """Change the name and time zone of a user.

    Args: an empty `time_zone` stands for that of the organization.
    Raises: `Invalid` for an unknown time zone.
    """
    if time_zone and time_zone not in zoneinfo.available_timezones():
        raise Invalid(
            {
                "time_zone": _('Unknown time zone "%(name)s". Use a name such as Europe/Berlin.')
                % {"name": time_zone}
            }
        )
    user.name, user.time_zone = name.strip(), time_zone
    user.save(update_fields=["name", "time_zone"])


def _keep_an_admin(user: User) -> None:
    # All admins are locked in one order, so that two admins who remove each other wait and never deadlock.
    # The second one sees the change of the first.
    locked = User.objects.select_for_update(no_key=True).filter(role=Role.ADMIN, is_active=True)
    if list(locked.order_by("pk").values_list("pk", flat=True)) == [user.pk]:
        raise Conflict(_("An organization needs an admin. Make another user an admin first."))


def _keep_managers(user: User) -> None:
    managed = ", ".join(Team.objects.filter(manager=user).values_list("name", flat=True))
    if managed:
        raise Conflict(
            _("%(name)s manages %(teams)s. Choose another manager first.") % {"name": user, "teams": managed}
        )
