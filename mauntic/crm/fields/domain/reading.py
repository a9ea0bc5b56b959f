"""Read the values of custom fields: JSON of programs, texts of forms and cells of files alike."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from mauntic.crm.fields.domain.catalog import quoted
from mauntic.crm.fields.domain.cleaning import custom_text
from mauntic.crm.fields.domain.definitions import Definition, FieldKind
from mauntic.kernel.display import number
from mauntic.kernel.normalize import Notation, currency_of, read_amount
from mauntic.kernel.normalize.days import AmbiguousDayError, DayOrder, read_day
from mauntic.kernel.translation import gettext as _

LARGEST = Decimal(10) ** 15
"""Larger numbers would lose digits in JSON."""
MOST_DIGITS = 15
"""Digits that every number of JSON keeps."""
LONGEST_URL = 2_000
MOST_CHOSEN = 50
MOST_NAMED = 8
"""Choices that a sentence names."""
LONGEST_LIST = 10_000
_YES = frozenset({"yes", "true", "1", "y", "x", "on", "ja", "oui", "si", "sí", "sim"})
_NO = frozenset({"no", "false", "0", "n", "off", "nein", "non", "não"})

Value = str | int | float | bool | list[str]


@dataclass(frozen=True, slots=True)
class Notes:
    """What else decides about the meaning of a text.

    `notation` and `order` are those of the column of a file. `people` finds the id of a colleague by id,
    email address or name, in lower case. `currency` is that of the organization (ISO 4217).
    """

    people: Mapping[str, str]
    notation: Notation | None = None
    order: DayOrder | None = None
    currency: str = ""


def read_value(field: Definition, raw: Any, notes: Notes) -> Value | None:
    """Return the value of a field as it is stored; None if it is empty.

    Args:
        field: which field.
        raw: text, or a value of JSON.
        notes: what else decides.

    Raises: `ValueError` with a sentence for people.
    """
    if raw is None or raw in ([], ()) or (isinstance(raw, str) and not raw.strip()):
        return None
    if isinstance(raw, str) and "\0" in raw:
        raise ValueError(_("Remove the null character."))
    return _READERS[field.kind](field, raw, notes)


def _text(field: Definition, raw: Any, notes: Notes) -> str:  # noqa: ARG001 (one shape for all)
    return custom_text(_given(raw, str, _("Enter a text.")))


def _given(raw: Any, kinds: Any, sentence: str) -> Any:
    """Return a value of one of these types. True and false are no numbers."""
    if isinstance(raw, bool) or not isinstance(raw, kinds):
        raise ValueError(sentence)  # noqa: TRY004 (callers tell people about any `ValueError`)
    return raw


def _number(field: Definition, raw: Any, notes: Notes) -> int | float:
    return _as_json(_decimal(field, raw, notes))


def _money(field: Definition, raw: Any, notes: Notes) -> int | float:
    other = currency_of(raw) if isinstance(raw, str) else ""
    if other and notes.currency and other != notes.currency:
        text = _("%(value)s is in %(other)s. Enter the amount in %(currency)s.")
        raise ValueError(text % {"value": quoted(raw), "other": other, "currency": notes.currency})
    amount = _decimal(field, raw, notes)
    if amount != round(amount, 2):
        raise ValueError(_("Enter an amount with at most two decimals."))
    return _as_json(amount)


def _decimal(field: Definition, raw: Any, notes: Notes) -> Decimal:  # noqa: ARG001 (as above)
    sentence = _("%(value)s is not a number. Enter one such as 250 or 12.5.") % {"value": quoted(raw)}
    if isinstance(_given(raw, str | int | float | Decimal, sentence), str):
        found = read_amount(raw, notes.notation)
    else:
        try:
            found = Decimal(str(raw))
        except InvalidOperation:
            raise ValueError(sentence) from None
    if not found.is_finite() or abs(found) > LARGEST:
        raise ValueError(_("Enter a number of at most %(most)s.") % {"most": number(LARGEST)})
    if Decimal(repr(float(found))) != found:
        raise ValueError(_("Enter a number of at most %(most)s digits.") % {"most": MOST_DIGITS})
    return found


def _as_json(found: Decimal) -> int | float:
    return int(found) if found == found.to_integral_value() else float(found)


def _day(field: Definition, raw: Any, notes: Notes) -> str:  # noqa: ARG001 (as above)
    if isinstance(raw, date):
        return date(raw.year, raw.month, raw.day).isoformat()
    sentence = _("%(value)s is not a date. Enter one such as 2027-03-31.") % {"value": quoted(raw)}
    try:
        return read_day(_given(raw, str, sentence).strip(), notes.order).isoformat()
    except AmbiguousDayError:
        text = _("%(value)s may be one of two days. Enter the date as 2027-03-31.")
        raise ValueError(text % {"value": quoted(raw)}) from None
    except ValueError:
        raise ValueError(sentence) from None


def _choice(field: Definition, raw: Any, notes: Notes) -> str:  # noqa: ARG001 (as above)
    wanted = str(raw).strip() if isinstance(raw, str) else ""
    by_key = {choice.key: choice.key for choice in field.choices}
    by_label = {choice.label.casefold(): choice.key for choice in field.offered}
    found = by_key.get(wanted) or by_label.get(wanted.casefold())
    if found is None:
        labels = ", ".join(choice.label for choice in field.offered[:MOST_NAMED])
        if (more := len(field.offered) - MOST_NAMED) > 0:
            labels += _(" and %(count)s more") % {"count": number(more)}
        text = _("%(value)s is not one of the choices. Choose one of: %(choices)s.")
        raise ValueError(text % {"value": quoted(raw), "choices": labels})
    return found


def _choices(field: Definition, raw: Any, notes: Notes) -> list[str]:
    if isinstance(raw, str):
        raw = [part for part in re.split(r"[;|\n]", raw[:LONGEST_LIST]) if part.strip()]
    if len(_given(raw, list | tuple, _("Enter a list of choices."))) > MOST_CHOSEN:
        raise ValueError(_("Choose at most %(most)s.") % {"most": MOST_CHOSEN})
    wanted = {_choice(field, each, notes) for each in raw}
    # In the order of the choices: the same ones are the same value.
    return [choice.key for choice in field.choices if choice.key in wanted]


def _boolean(field: Definition, raw: Any, notes: Notes) -> bool:  # noqa: ARG001 (as above)
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().casefold() if isinstance(raw, str | int) else ""
    if word not in _YES | _NO:
        raise ValueError(_("%(value)s is neither yes nor no.") % {"value": quoted(raw)})
    return word in _YES


def _url(field: Definition, raw: Any, notes: Notes) -> str:  # noqa: ARG001 (as above)
    sentence = _("%(value)s is not a link. Enter one such as https://example.com/page.") % {
        "value": quoted(raw)
    }
    if not isinstance(raw, str) or len(raw) > LONGEST_URL or re.search(r"\s", raw.strip()):
        raise ValueError(sentence)
    text = raw.strip() if "://" in raw else f"https://{raw.strip()}"
    try:
        parts = urlsplit(text)
        # An email address is no link, and one with a password would show it to everybody.
        is_link = parts.scheme.lower() in {"http", "https"} and "." in (parts.hostname or "")
        is_link = is_link and "@" not in parts.netloc
    except ValueError:
        is_link = False
    if not is_link:
        raise ValueError(sentence)
    return text


def _person(field: Definition, raw: Any, notes: Notes) -> str:  # noqa: ARG001 (as above)
    found = notes.people.get(str(raw).strip().casefold())
    if found is None:
        text = _("%(value)s is nobody here. Enter the email address of a colleague.")
        raise ValueError(text % {"value": quoted(raw)})
    return found


_READERS: Mapping[FieldKind, Callable[[Definition, Any, Notes], Value]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.MONEY: _money,
    FieldKind.DATE: _day,
    FieldKind.CHOICE: _choice,
    FieldKind.MULTI_CHOICE: _choices,
    FieldKind.BOOLEAN: _boolean,
    FieldKind.URL: _url,
    FieldKind.PERSON: _person,
}
