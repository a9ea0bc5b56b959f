"""System checks: what is missing in the environment, and how to mend it."""

from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def check_encryption_keys(**_: Any) -> list[CheckMessage]:
    """Every key must be a Fernet key, or no stored secret could be written or read."""
    try:
        for key in settings.ENCRYPTION_KEYS:
            Fernet(key)
    except ValueError:
        return [
            Error(
                "ENCRYPTION_KEYS holds no valid Fernet key.",
                hint="Set it to the output of `python -c 'from cryptography.fernet import Fernet; "
                "print(Fernet.generate_key().decode())'`; put a new key in front to rotate.",
                id="mauntic.E001",
            ),
        ]
    return []
