"""Secrets at rest: fields whose column holds ciphertext only.

The keys are the list `ENCRYPTION_KEYS` (Fernet keys): the first encrypts, all decrypt, so a key is
rotated by putting a new one in front and re-saving.
"""

import json
import os
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.ENCRYPTION_KEYS])


def encrypt(text: str) -> str:
    """Encrypt a text with the newest key.

    Returns: the token that `decrypt` reads.
    """
    return _cipher().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Decrypt a token of `encrypt`.

    Returns: the plain text.

    Raises: `ImproperlyConfigured` if no configured key fits.
    """
    try:
        return _cipher().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise ImproperlyConfigured("No key of ENCRYPTION_KEYS decrypts a stored secret.") from error


class EncryptedJSONField(models.TextField[Any, Any]):
    """A JSON value that is encrypted in the database and plain in Python."""

    description = "Encrypted JSON"

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else encrypt(json.dumps(value))

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        return None if value is None else json.loads(decrypt(value))


def local_secret(folder: Path, name: str) -> str:
    """Return the random Fernet key in a file with mode 0600, which is created on first use.

    Only for trial installations on embedded servers: others set their secrets in the environment.

    Args:
        folder: the folder of the file.
        name: the name of the file.
    """
    path = folder / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(Fernet.generate_key().decode())
    return path.read_text()
