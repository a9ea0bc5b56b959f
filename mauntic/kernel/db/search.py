"""How texts are found: one normal form, made by PostgreSQL, for what is stored and what is asked."""

import re
from collections.abc import Iterable

from django.db import connection
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.lookups import Contains

_PHONE = re.compile(r"\+?[\d\s().\-/]{3,60}")
_SHORTEST_PHONE = 3
# Each word is a look-up of its own. What is beyond the last counts as one text.
MOST_WORDS = 6


class SearchForm(Func):
    """A text without accents, case and double spaces: that of İlker and of "ilker" is one.

    The function comes with a migration of `tenants`. It is immutable: generated columns hold what it gives.
    """

    function = "public.search_form"
    arity = 1
    output_field = TextField()


def contains(column: str, text: str) -> Q:
    """Return the condition that a column of search forms contains the search form of `text`.

    Args:
        column: the path of the column from the rows.
        text: as the user typed it.
    """
    return Q(Contains(F(column), SearchForm(Value(text.strip()))))


def contains_text_or_phone(column: str, text: str) -> Q:
    """Return the condition of `contains`, or that the column contains the digits of a phone number.

    Args:
        column: the path of a column whose search forms end in the digits of phone numbers.
        text: as the user typed it, in any notation of phone numbers.
    """
    digits = _phone_digits(text)
    found = contains(column, text)
    return found | Q(Contains(F(column), Value(digits))) if digits else found


def words_of(text: str) -> list[str]:
    """Return the words that a row must all have to match `text`, in any order, each once.

    A phone number is one word, whatever its notation.

    Args:
        text: as the user typed it.
    """
    if _phone_digits(text):
        return [text.strip()]
    return list(dict.fromkeys(text.split(maxsplit=MOST_WORDS - 1))) or [""]


def search_forms(texts: Iterable[str]) -> dict[str, str]:
    """Return the search form of each text, by text, in one query."""
    asked = sorted(set(texts))
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT asked, public.search_form(asked) FROM unnest(%s::text[]) AS asked", [asked])
        return dict(cursor.fetchall())


def _phone_digits(text: str) -> str:
    """The digits of what can be a phone number, without the zeros of its dialling; empty for other texts."""
    number = text.strip().replace("(0)", "")
    if not _PHONE.fullmatch(number):
        return ""
    digits = "".join(letter for letter in number if letter.isdigit() and letter.isascii()).lstrip("0")
    return digits if len(digits) >= _SHORTEST_PHONE else ""
