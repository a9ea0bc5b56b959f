"""Words, numbers and small pictures that look the same on every page."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mauntic.kernel.clock import now
from mauntic.kernel.money import Money

register = template.Library()

SPARKLINE_WIDTH, SPARKLINE_HEIGHT, SPARKLINE_PADDING = 72, 20, 2
# Below this range a line would show noise as if it were a change.
SPARKLINE_SMALLEST_RANGE = 10.0
FEW_CENTS = Decimal("0.10")
INTENT_TIERS = ((90, "hot"), (75, "warm"), (50, "medium"), (25, "cool"), (0, "cold"))
SENIORITY_WORDS = {"c_level": "C level", "vp": "Vice president"}
_UNITS = (
    (timedelta(days=2), timedelta(days=1), "d"),
    (timedelta(hours=1), timedelta(hours=1), "h"),
    (timedelta(minutes=1), timedelta(minutes=1), "min"),
    (timedelta(seconds=1), timedelta(seconds=1), "s"),
)
_SPANS = (
    (timedelta(hours=1), timedelta(minutes=1), "min"),
    (timedelta(days=1), timedelta(hours=1), "h"),
    (timedelta(days=60), timedelta(days=1), "d"),
)


@register.filter
def seniority(code: str) -> str:
    """`Vice president` for `vp`; the other codes are words already."""
    return SENIORITY_WORDS.get(code, code.capitalize())


@register.filter
def ago(moment: datetime | None) -> str | SafeString:
    """`12 min ago`, with the exact time in the person's zone on hover; a dash for None."""
    if moment is None:
        return "–"
    local = timezone.localtime(moment)
    exact = f"{date_format(local, 'j M Y, H:i')} {local.tzname()}"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', moment.isoformat(), exact, _distance(moment)
    )


def _distance(moment: datetime) -> str:
    passed = now() - moment
    for limit, unit, word in _SPANS:
        if abs(passed) < limit:
            count = int(abs(passed) / unit)
            if not count:
                return "just now"
            return f"{count} {word} ago" if passed > timedelta(0) else f"in {count} {word}"
    return date_format(timezone.localtime(moment), "j M Y")


@register.filter
def span(passed: timedelta | None) -> str:
    """`340 ms`, `2.5 s`, `12 min`, `3.5 h` or `2.1 d`; a dash for None."""
    if passed is None:
        return "–"
    if passed < timedelta(seconds=1):
        return f"{passed / timedelta(milliseconds=1):.0f} ms"
    unit, word = next((unit, word) for least, unit, word in _UNITS if passed >= least)
    return f"{passed / unit:.1f}".removesuffix(".0") + f" {word}"


@register.filter
def percent(share: float | Decimal | None) -> str:
    """`70 %` for 0.7; a dash for None."""
    return "–" if share is None else f"{round(float(share) * 100)} %"


@register.filter
def money(amount: float | Decimal | None, currency: str) -> str:
    """`1,234.50 USD`; amounts below ten cents keep their fractions, as vendors bill them."""
    if amount is None:
        return "–"
    exact = Decimal(str(amount))
    if exact and abs(exact) < FEW_CENTS:
        return f"{exact:.4f}".rstrip("0") + f" {currency}"
    return str(Money(exact, currency))


@register.filter
def intent_tier(score: float | Decimal | None) -> str:
    """The word for an intent score of 0-100."""
    return next(word for least, word in INTENT_TIERS if float(score or 0) >= least)


@register.filter
def whole(points: float | Decimal) -> str:
    """Whole points, cut and not rounded: 79.6 is grade B and must not read 80."""
    return str(math.floor(points))


@register.filter
def unlocalized(number: float | Decimal) -> str:
    """A number as SVG and HTML attributes want it: with a point, whatever the language."""
    return str(number)


@register.filter
def is_list(value: object) -> bool:
    """Whether a value holds several."""
    return isinstance(value, list | tuple)


@register.inclusion_tag("components/grade.html")
def grade(letter: str) -> dict[str, str]:
    """The letter A-F on its colour."""
    return {"grade": letter}


@register.inclusion_tag("components/intent.html")
def intent(score: float | Decimal | None) -> dict[str, Any]:
    """The tier of an intent score, as a coloured word."""
    return {"tier": intent_tier(score), "score": round(float(score or 0))}


@register.inclusion_tag("components/sparkline.html")
def sparkline(points: Sequence[float | Decimal] | None) -> dict[str, str]:
    """A small line of scores, oldest first, on a scale that keeps small changes small."""
    values = [float(point) for point in points or ()]
    if not values:
        return {"line": ""}
    return {"line": _polyline(values), "label": f"From {values[0]:.0f} to {values[-1]:.0f}"}


def _polyline(values: list[float]) -> str:
    span = max(max(values) - min(values), SPARKLINE_SMALLEST_RANGE)
    low = (max(values) + min(values) - span) / 2
    drawn = values if len(values) > 1 else values * 2
    step = SPARKLINE_WIDTH / (len(drawn) - 1)
    height = SPARKLINE_HEIGHT - 2 * SPARKLINE_PADDING
    dots = (
        f"{place * step:.1f},{SPARKLINE_HEIGHT - SPARKLINE_PADDING - (value - low) / span * height:.1f}"
        for place, value in enumerate(drawn)
    )
    return " ".join(dots)


@register.inclusion_tag("components/progress.html")
def progress(job: Any) -> dict[str, Any]:
    """The bar of a long job: an object with `done`, `total`, `label`, `running` and `poll_url`."""
    return {"job": job}


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    icon: str, title: str, text: str = "", action_url: str = "", action_label: str = ""
) -> dict[str, str]:
    """What to say where there is nothing yet, and what to do first."""
    return {
        "icon": icon,
        "title": title,
        "text": text,
        "action_url": action_url,
        "action_label": action_label,
    }


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(context: template.Context, name: str, label: str, css: str = "") -> dict[str, Any]:
    """A head cell that sorts by `name`, the greatest first; once more turns it round."""
    current = context["sort"]
    return {
        "request": context["request"],
        "label": label,
        "css": css,
        "order": {name: "ascending", f"-{name}": "descending"}.get(current, ""),
        "next": name if current == f"-{name}" else f"-{name}",
    }
