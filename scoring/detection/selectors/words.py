"""Texts that describe detection rules."""

from django.utils.translation import gettext, ngettext

from mauntic.crm.fields.domain.catalog import FIELDS
from mauntic.kernel.display import number
from scoring.detection.domain.rules import MEETING_HELD, MEETING_PLANNED, Rule, Trigger
from scoring.detection.domain.usage import BASELINE, SPIKES_AT

# The values of these are codes and names that people chose.
_BY_CODE = (Trigger.FORM_SUBMITTED, Trigger.ASSET_DOWNLOADED, Trigger.EVENT_TRACKED)


def describe_rule(rule: Rule) -> str:
    """Return what a rule detects: `page visit with /demo or /book-demo in its path`."""
    if fixed := _fixed(rule):
        return fixed
    particular, other, every = _forms(rule.trigger)
    text = other if rule.any_other else every
    if rule.parts:
        text = particular.format(values=_any_of(_named(rule)))
    if rule.other_parts:
        text = gettext("{rule}, without {values}").format(rule=text, values=_any_of(rule.other_parts))
    return _with_meetings(text, rule) if rule.parts else text


def _fixed(rule: Rule) -> str:
    """Return the description of a rule that looks for nothing in particular; empty for others."""
    if rule.trigger is Trigger.USAGE_SPIKE:
        least = rule.least_events
        return ngettext(
            "at least {count} tracked event in a day, {times} times the mean of the previous {days} days",
            "at least {count} tracked events in a day, {times} times the mean of the previous {days} days",
            least,
        ).format(count=number(least), times=SPIKES_AT, days=BASELINE.days)
    return {
        Trigger.RETURN_VISIT: gettext("page visit at least 24 h after the previous one"),
        Trigger.MESSAGE_OPENED: gettext("message opened by a person"),
        Trigger.MESSAGE_CLICKED: gettext("link in a message clicked by a person"),
        Trigger.MESSAGE_REPLIED: gettext("message answered"),
        Trigger.CONTACT_REFERRED: gettext("contact created with a referrer"),
    }.get(rule.trigger, "")


def _forms(trigger: Trigger) -> tuple[str, str, str]:
    """Return the texts of a trigger with values, for any other value, and for every value."""
    return {
        Trigger.PAGE_VISITED: (
            gettext("page visit with {values} in its path"),
            gettext("any other page visit"),
            gettext("every page visit"),
        ),
        Trigger.FORM_SUBMITTED: (
            gettext("form of type {values} submitted"),
            gettext("any other form submitted"),
            gettext("every form submitted"),
        ),
        Trigger.ASSET_DOWNLOADED: (
            gettext("asset {values} downloaded"),
            gettext("any other asset downloaded"),
            gettext("asset downloaded"),
        ),
        Trigger.EVENT_TRACKED: (
            gettext("tracked event {values}"),
            gettext("any other tracked event"),
            gettext("every tracked event"),
        ),
        Trigger.FIELD_REPLACED: (
            gettext("enrichment replaced {values}"),
            gettext("enrichment replaced any other field"),
            gettext("enrichment replaced a field"),
        ),
        Trigger.TECHNOLOGY_ADDED: (
            gettext("company added {values}"),
            gettext("company added any other technology"),
            gettext("company added a technology"),
        ),
        Trigger.TECHNOLOGY_REMOVED: (
            gettext("company removed {values}"),
            gettext("company removed any other technology"),
            gettext("company removed a technology"),
        ),
    }[trigger]


def _with_meetings(text: str, rule: Rule) -> str:
    """Add that meetings count as tracked events of fixed names."""
    if rule.trigger is not Trigger.EVENT_TRACKED:
        return text
    if rule.matches(MEETING_PLANNED):
        text = gettext("{rule}, or a meeting or demo scheduled in Mauntic").format(rule=text)
    if rule.matches(MEETING_HELD):
        text = gettext("{rule}, or a meeting or demo held, with an outcome").format(rule=text)
    return text


def _named(rule: Rule) -> tuple[str, ...]:
    """Return the values of a rule as people read them: codes in quotes, fields by their names."""
    if rule.trigger is Trigger.FIELD_REPLACED:
        names = (str(FIELDS[each].label) if each in FIELDS else each for each in rule.parts)
        return tuple(f'"{name}"' for name in names)
    return tuple(f'"{each}"' for each in rule.parts) if rule.trigger in _BY_CODE else rule.parts


def _any_of(values: tuple[str, ...]) -> str:
    *first, last = values
    return gettext("{values} or {last}").format(values=", ".join(first), last=last) if first else last
