"""System checks of the environment."""

from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext as _


@register()
def check_encryption_keys(**_options: Any) -> list[CheckMessage]:
    """Return an error if a key is not a Fernet key, so that secrets cannot be stored or read."""
    try:
        for key in settings.ENCRYPTION_KEYS:
            Fernet(key)
    except ValueError:
        return [
            Error(
                _("ENCRYPTION_KEYS has a key that is not a valid Fernet key."),
                hint=_(
                    "Set it to the output of `python -c 'from cryptography.fernet import Fernet; "
                    "print(Fernet.generate_key().decode())'`. To rotate keys, put the new key in front."
                ),
                id="mauntic.E001",
            ),
        ]
    return []
