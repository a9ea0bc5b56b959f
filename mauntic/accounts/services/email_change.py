"""Change the email address with which a user signs in."""

from allauth.account.models import EmailAddress
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mauntic.accounts.models import User
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from mauntic.tenants.context import current_organization, current_schema

VALID_SECONDS = 24 * 3600
_SALT = "mauntic.accounts.email_change"
_EXPIRED = gettext_lazy("This link is no longer valid. Change your email address again in the settings.")


def request_email_change(*, user: User, email: str, confirm_url: str) -> None:
    """Send a link to the new address. The address changes when the user confirms it.

    Args: `confirm_url` holds `{token}` in place of the token.
    Raises: `Invalid` for an address that is malformed, unchanged or used.
    """
    email = email.strip().lower()
    problem = _problem_of(email, user)
    if problem:
        raise Invalid({"email": problem})
    # The token contains the current address, so that any other change makes it invalid.
    content = {"schema": current_schema(), "user": str(user.pk), "from": user.email, "to": email}
    url = confirm_url.format(token=signing.dumps(content, salt=_SALT))
    organization = current_organization().name
    send_mail(
        _("Confirm your new email address"),
        _(
            "%(user)s wants to sign in to %(organization)s on Mauntic with this address.\n\n"
            "Confirm it within 24 hours:\n%(url)s\n\nIf this was not you, ignore this email.\n"
        )
        % {"user": user, "organization": organization, "url": url},
        None,
        [email],
    )


def new_email_of(*, user: User, token: str) -> str:
    """Return the address that a token confirms for a user.

    Raises: `NotFound` for any other token.
    """
    try:
        held = signing.loads(token, salt=_SALT, max_age=VALID_SECONDS)
    except signing.BadSignature as error:
        raise NotFound(str(_EXPIRED)) from error
    if (held["schema"], held["user"], held["from"]) != (current_schema(), str(user.pk), user.email):
        raise NotFound(str(_EXPIRED))
    return str(held["to"])


def confirm_email_change(*, user: User, token: str) -> User:
    """Change the address of a user to the confirmed one, and notify the old address.

    Raises: `NotFound` for a token of another user or an expired one; `Conflict` if another user has the
    address.
    """
    try:
        with transaction.atomic():
            # Locked: of two links that are opened at the same time, the second is no longer valid.
            user = User.objects.select_for_update().get(pk=user.pk)
            former, email = user.email, new_email_of(user=user, token=token)
            user.email = email
            user.save(update_fields=["email", "is_superuser"])
            # allauth would accept these addresses at sign-in, too.
            EmailAddress.objects.filter(user=user).delete()
            transaction.on_commit(lambda: _notify_former(former, email))
    except IntegrityError as error:
        raise Conflict(_in_use(email)) from error
    return user


def _problem_of(email: str, user: User) -> str:
    try:
        validate_email(email)
    except ValidationError:
        return _('"%(email)s" is not an email address. Enter one such as name@company.com.') % {
            "email": email
        }
    if email == user.email:
        return _("This is your current address. Enter a new one.")
    if User.objects.filter(email__iexact=email).exists():
        return _in_use(email)
    return ""


def _in_use(email: str) -> str:
    return _("%(email)s belongs to another user. Enter another address.") % {"email": email}


def _notify_former(former: str, email: str) -> None:
    send_mail(
        _("Your email address was changed"),
        _(
            "You now sign in to %(organization)s on Mauntic with %(email)s.\n\n"
            "If this was not you, contact an admin of your organization at once.\n"
        )
        % {"organization": current_organization().name, "email": email},
        None,
        [former],
    )
