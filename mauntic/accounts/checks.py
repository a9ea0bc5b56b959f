"""What a real installation needs so that people get in."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register

_NO_MAIL = {
    f"django.core.mail.backends.{name}.EmailBackend" for name in ("console", "dummy", "filebased", "locmem")
}


@register(Tags.security, deploy=True)
def check_mail_leaves(**_options: Any) -> list[CheckMessage]:
    """Warn when invitations and reset links stay on this machine, where its log shows them."""
    if settings.EMAIL_BACKEND not in _NO_MAIL:
        return []
    return [
        checks.Warning(
            "No mail leaves this machine: invitations and password resets do not arrive.",
            hint="Set EMAIL_URL, such as smtp+tls://user:password@host:587.",
            id="mauntic.W001",
        )
    ]
