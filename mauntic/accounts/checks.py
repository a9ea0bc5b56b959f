"""Check the settings of an installation for what sign-in needs."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register
from django.utils.translation import gettext as _

_NO_MAIL = {
    f"django.core.mail.backends.{name}.EmailBackend" for name in ("console", "dummy", "filebased", "locmem")
}


@register(Tags.security, deploy=True)
def check_mail_leaves(**_options: Any) -> list[CheckMessage]:
    """Return a warning if emails are not sent, so that invitations and reset links reach nobody."""
    if settings.EMAIL_BACKEND not in _NO_MAIL:
        return []
    return [
        checks.Warning(
            _("This installation sends no emails, so invitations and password resets do not arrive."),
            hint=_("Set EMAIL_URL to a mail server, such as smtp+tls://user:password@host:587."),
            id="mauntic.W001",
        )
    ]
