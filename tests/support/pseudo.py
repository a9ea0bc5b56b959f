"""A language that shows which texts go through gettext: `Save` reads `⟦Şàṽé⟧` in it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations

from django.utils import translation
from django.utils.translation import trans_real

from mauntic.kernel import display

CONTEXT_SEPARATOR = "\x04"
_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "àƀçđéƒğĥîĵķļɱñôþǫŕşţûṽŵẋýžÀƁÇĐÉƑĞĤÎĴĶĻṀÑÔÞǪŔŞŢÛṼŴẊÝŽ"
_LETTERS = str.maketrans(_PLAIN, _ACCENTED)
# What the code or the browser reads: places for values, tags and entities.
_KEPT = re.compile(r"(%\(\w+\)[a-z]|%[sd%]|\{[^}]*\}|<[^>]+>|&#?\w+;)")


def pseudo(text: str) -> str:
    """Return the text in accented letters, which none of our English texts has."""
    if not text.strip():
        return text
    parts = _KEPT.split(text)
    return "⟦" + "".join(p if place % 2 else p.translate(_LETTERS) for place, p in enumerate(parts)) + "⟧"


class PseudoTranslations(NullTranslations):
    """Every text in accented letters. Django asks for a context as a part of the text."""

    _catalog: dict[str, str] = {}

    def gettext(self, message: str) -> str:
        return pseudo(message.rpartition(CONTEXT_SEPARATOR)[2])

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(singular if number == 1 else plural)

    def language(self) -> str:
        return "en"

    to_language = language


@contextmanager
def pseudo_locale() -> Iterator[None]:
    """Read English as the pseudo-language, in every thread, with the formats of English."""
    known, default, active = trans_real._translations, trans_real._default, _active()
    trans_real._default = PseudoTranslations()
    trans_real._translations = {"en": trans_real._default}
    translation.activate("en")
    display._written.cache_clear()
    try:
        yield
    finally:
        # Dates are remembered by language, and this one calls itself English.
        display._written.cache_clear()
        trans_real._translations, trans_real._default = known, default
        if active is None:
            translation.deactivate()
        else:
            trans_real._active.value = active


def _active() -> object:
    return getattr(trans_real._active, "value", None)
