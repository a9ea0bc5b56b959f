"""Words, numbers and small pictures that look the same on every page."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from mauntic.kernel import display
from mauntic.kernel.charts import sparklines
from mauntic.kernel.charts.sparklines import Sparkline
from mauntic.kernel.grades import tier
from mauntic.kernel.pages.once import FIELD

register = template.Library()

TIER_LABELS = {
    "hot": pgettext_lazy("intent tier", "hot"),
    "warm": pgettext_lazy("intent tier", "warm"),
    "medium": pgettext_lazy("intent tier", "medium"),
    "cool": pgettext_lazy("intent tier", "cool"),
    "cold": pgettext_lazy("intent tier", "cold"),
}

# Below this range a line would show noise as if it were a change.
SPARKLINE_SMALLEST_RANGE = 10.0
SENIORITY_WORDS = {
    "c_level": gettext_lazy("C level"),
    "vp": gettext_lazy("Vice president"),
    "director": gettext_lazy("Director"),
    "manager": gettext_lazy("Manager"),
}

for _show in (
    display.day,
    display.moment,
    display.money,
    display.number,
    display.percent,
    display.short_day,
    display.signed,
    display.span,
):
    register.filter(_show.__name__, _show)


@register.simple_tag
def once_token() -> SafeString:
    """Return the hidden field that makes a form take effect once: see `kernel.pages.once`."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid4())


@register.filter
def seniority(code: str) -> str:
    """Return the label of a seniority: `Vice president` for `vp`. An unknown code is capitalized."""
    return str(SENIORITY_WORDS.get(code, code.capitalize()))


@register.filter
def ago(moment: datetime | None) -> str | SafeString:
    """Return `12 min ago`, with the exact time in the person's time zone on hover.

    Returns: a dash for None.
    """
    if moment is None:
        return display.NONE
    exact = f"{display.moment(moment)} {timezone.localtime(moment).tzname()}"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', moment.isoformat(), exact, display.ago(moment)
    )


@register.filter
def whole_money(amount: float | Decimal | None, currency: str) -> str:
    """Return a rounded amount: `$10,701` for 10700.6 USD.

    Returns: a dash for None.
    """
    return display.money(amount, currency, whole=True)


@register.filter
def whole(points: float | Decimal) -> str:
    """Return a score in whole points, as every page shows it."""
    return display.score(points)


@register.filter
def unlocalized(number: float | Decimal) -> str:
    """Return a number for SVG and HTML attributes: with a decimal point in every language."""
    return str(number)


@register.filter
def grouped(value: object) -> object:
    """Return a number as `number` shows it, and any other value unchanged."""
    return display.number(value) if isinstance(value, int) and not isinstance(value, bool) else value


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
    """Show the tier of an intent score of 0-100 as a colored word."""
    found = tier(score or 0)
    return {"tier": found, "label": TIER_LABELS[found], "score": round(float(score or 0))}


@register.inclusion_tag("components/charts/sparkline.html")
def sparkline(points: Sequence[float | Decimal] | None) -> dict[str, Sparkline | None]:
    """Draw a small line of scores, oldest first, on a scale that keeps small changes small."""
    values = [float(point) for point in points or ()]
    alternative = ""
    if values:
        ends = {"first": display.number(values[0]), "last": display.number(values[-1])}
        alternative = gettext("From {first} to {last}").format(**ends)
    return {
        "line": sparklines.sparkline(values, alternative=alternative, smallest_range=SPARKLINE_SMALLEST_RANGE)
    }


@register.inclusion_tag("components/progress.html")
def progress(job: Any) -> dict[str, Any]:
    """Show the progress bar of a job with `done`, `total`, `label`, `running` and `poll_url`."""
    return {"job": job}


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    icon: str, title: str, text: str = "", action_url: str = "", action_label: str = ""
) -> dict[str, str]:
    """Show what will appear in an empty list, and the next action."""
    return {
        "icon": icon,
        "title": title,
        "text": text,
        "action_url": action_url,
        "action_label": action_label,
    }


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(context: template.Context, name: str, label: str, css: str = "") -> dict[str, Any]:
    """Show a table heading that sorts by `name`, the greatest first. A second click reverses the order."""
    current = context["sort"]
    return {
        "request": context["request"],
        "label": label,
        "css": css,
        "order": {name: "ascending", f"-{name}": "descending"}.get(current, ""),
        "next": name if current == f"-{name}" else f"-{name}",
    }
