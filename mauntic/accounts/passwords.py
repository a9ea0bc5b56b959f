"""Validation of passwords that are long, but easy to guess."""

import string
from itertools import pairwise
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_MIN_CHARACTERS = 5
_PADDING = string.digits + string.punctuation + string.whitespace
_HELP = gettext_lazy("Do not use a common password, even if it is repeated or extended with digits.")


class PaddedPasswordValidator(CommonPasswordValidator):
    """Refuse common passwords, also repeated ones and ones with digits and signs around them.

    The list of common passwords is short from twelve characters on: it knows "welcome", not "welcome12345".
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Check a password.

        Raises: `ValidationError` if it is easy to guess.
        """
        super().validate(password, user)
        text = password.lower()
        word = _repeated_part(text.strip(_PADDING))
        if len(set(text)) < _MIN_CHARACTERS or not word or word in self.passwords or _is_counted(text):
            raise ValidationError(
                _("This password is too easy to guess. Use a few unrelated words."),
                code="password_padded",
            )

    def get_help_text(self) -> str:
        """Return the rule for forms."""
        return str(_HELP)


def _repeated_part(text: str) -> str:
    """Return what `text` repeats, such as "pass" of "passpass"; `text` itself if it repeats nothing."""
    return text[: (text + text).find(text, 1)] if text else text


def _is_counted(text: str) -> bool:
    """Return whether each character follows the one before it, such as "abcdefghijkl"."""
    return all(ord(after) - ord(before) == 1 for before, after in pairwise(text))
