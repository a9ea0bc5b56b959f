"""Stored values as the administration shows them: numbers, money, spans of time, lists and JSON in words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Field, Model
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mauntic.kernel import display
from mauntic.kernel.codes import code_words, has_labels
from mauntic.kernel.translation import StrPromise

EMPTY: tuple[object, ...] = (None, "", [], {}, ())
SPANS = {
    "ms": timedelta(milliseconds=1),
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
}
PERCENT = {"probability", "confidence", "min_confidence", "success_rate", "exploration_share"}
SCORES = {"lead_score", "intent_score", "total", "previous_total", "shadow_total", "data_quality_score"}
# Numbers that count nothing.
AS_STORED = {"version", "http_status", "position", "status", "smtp_port", "imap_port"}
MINUTES = 60
DIGITS = 4
# Names of columns that read badly when they are made of the name of the field.
LABELS: Mapping[str, StrPromise] = {
    "actor_label": gettext_lazy("Who"),
    "avg_latency_ms": gettext_lazy("Average latency"),
    "cache_ttl_days": gettext_lazy("Cached for"),
    "cause_kind": gettext_lazy("Caused by"),
    "created_count": gettext_lazy("Created"),
    "fact_count": gettext_lazy("Facts"),
    "failed_count": gettext_lazy("Failed"),
    "header_id": gettext_lazy("Message-ID"),
    "http_status": gettext_lazy("HTTP status"),
    "imap_host": gettext_lazy("IMAP server"),
    "imap_port": gettext_lazy("IMAP port"),
    "imap_security": gettext_lazy("IMAP encryption"),
    "in_app": gettext_lazy("In Mauntic"),
    "in_business_days": gettext_lazy("Business days only"),
    "is_active": gettext_lazy("Active"),
    "is_bot": gettext_lazy("Bot"),
    "is_poll": gettext_lazy("Poll"),
    "is_undo": gettext_lazy("Undo"),
    "kept_count": gettext_lazy("Kept"),
    "lead_grade": gettext_lazy("Grade"),
    "lead_score": gettext_lazy("Score"),
    "linkedin_url": gettext_lazy("LinkedIn"),
    "message_id": gettext_lazy("Message ID"),
    "minutes": gettext_lazy("Time to acknowledge"),
    "n": gettext_lazy("Leads"),
    "provider": gettext_lazy("Vendor"),
    "provider_order": gettext_lazy("Vendors in order"),
    "provider_type": gettext_lazy("Kind"),
    "providers_tried": gettext_lazy("Vendors tried"),
    "reverted_count": gettext_lazy("Reverted"),
    "skipped_count": gettext_lazy("Skipped"),
    "smtp_host": gettext_lazy("SMTP server"),
    "smtp_port": gettext_lazy("SMTP port"),
    "smtp_security": gettext_lazy("SMTP encryption"),
    "token_key": gettext_lazy("Key begins with"),
    "updated_count": gettext_lazy("Updated"),
    "url": gettext_lazy("URL"),
    "user_id": gettext_lazy("User ID"),
}


def label_of(field: Field[Any, Any]) -> str:
    """Return the heading of a column."""
    known = LABELS.get(field.name)
    if known:
        return str(known)
    words = str(field.verbose_name).split(" ")
    without_unit = words[:-1] if len(words) > 1 and words[-1] in SPANS else words
    text = " ".join(without_unit)
    return text[:1].upper() + text[1:]


def text_of(field: Field[Any, Any], row: Model, read: Callable[[Any], str] | None = None) -> str:
    """Return a value in words; a dash for an empty one.

    Args:
        field: a field of the row's model, but no relation.
        row: the row.
        read: returns the words of one value, such as a code. Of lists, it reads each part.
    """
    value = getattr(row, field.attname)
    if value in EMPTY:
        return display.NONE
    if read:
        return ", ".join(map(read, value)) if isinstance(value, list | tuple) else read(value)
    if field.name == "week":
        return week_text(value)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return _number(field, row, value)
    return json_text(value)


def _number(field: Field[Any, Any], row: Model, value: float | Decimal) -> str:
    unit = field.name.rpartition("_")[2]
    if unit in SPANS and value:
        return display.span(float(value) * SPANS[unit])
    if field.name in PERCENT:
        return display.percent(value, 1)
    if field.name in SCORES and isinstance(value, Decimal):
        return display.score(value)
    currency = getattr(row, f"{field.name}_currency", "") or getattr(row, "currency", "")
    if currency and getattr(field, "decimal_places", None) == 2:  # noqa: PLR2004 (cents)
        return display.money(value, currency)
    return str(value) if field.name in AS_STORED else display.number(value, DIGITS)


def week_text(week: Sequence[Sequence[tuple[int, int]]]) -> str:
    """Return opening hours by day, such as "Mon 09:00-17:00"; days without any are left out.

    Args: `week` has seven days from Monday on, each with spans in minutes after midnight.
    """
    return _lines(
        f"{WEEKDAYS_ABBR[number]} {', '.join(f'{_clock(start)}-{_clock(end)}' for start, end in day)}"
        for number, day in enumerate(week)
        if day
    )


def _clock(minutes: int) -> str:
    return f"{minutes // MINUTES:02d}:{minutes % MINUTES:02d}"


def json_text(value: Any, key: str = "") -> str:
    """Return a JSON value or a plain one in words; a list of objects and an object have a line per part.

    Args:
        value: what is stored.
        key: the name of the value in its object. Codes of its kind have labels.
    """
    match value:
        case dict():
            return _lines(f"{name_words(each)}: {_inner(value[each], each)}" for each in value)
        case list() | tuple() if any(isinstance(each, dict) for each in value):
            return _lines(_inner(each, key) for each in value)
        case list() | tuple():
            return ", ".join(json_text(each, key) for each in value)
    return _plain(value, key)


def _plain(value: Any, key: str) -> str:
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case int() | float() | Decimal():
            return display.number(value, DIGITS)
        case datetime():
            return display.moment(value)
        case date():
            return display.day(value)
    return code_words(key, str(value)) if has_labels(key) else str(value)


def name_words(name: str) -> str:
    """Return `Top contributors` for `topContributors`; names that a person gave stay as they are."""
    return code_words("", name.replace("_", " ")) if name.replace("_", "").isalnum() else name


def _inner(value: Any, key: str) -> str:
    """Return a part of a line, on one line."""
    if value in EMPTY:
        return display.NONE
    if isinstance(value, dict):
        return "; ".join(f"{name_words(each)}: {_inner(value[each], each)}" for each in value)
    if isinstance(value, list):
        return ", ".join(_inner(each, key) for each in value)
    return json_text(value, key)


def _lines(lines: Any) -> str:
    return format_html_join("", "<div>{}</div>", ((line,) for line in lines))
