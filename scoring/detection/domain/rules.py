"""Detection rules of an organization, and how they match."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlsplit

from scoring.detection.domain.usage import LEAST_EVENTS

_NEVER = r"(?!)"


class Trigger(StrEnum):
    """What a rule detects."""

    PAGE_VISITED = "page_visited"
    RETURN_VISIT = "return_visit"
    FORM_SUBMITTED = "form_submitted"
    ASSET_DOWNLOADED = "asset_downloaded"
    EVENT_TRACKED = "event_tracked"
    USAGE_SPIKE = "usage_spike"
    MESSAGE_OPENED = "message_opened"
    MESSAGE_CLICKED = "message_clicked"
    MESSAGE_REPLIED = "message_replied"
    CONTACT_REFERRED = "contact_referred"
    FIELD_REPLACED = "field_replaced"
    TECHNOLOGY_ADDED = "technology_added"
    TECHNOLOGY_REMOVED = "technology_removed"


# Triggers whose rules may have values: parts of a path, types, names, or the least events of a day.
WITH_VALUES = frozenset(
    {
        Trigger.PAGE_VISITED,
        Trigger.FORM_SUBMITTED,
        Trigger.EVENT_TRACKED,
        Trigger.FIELD_REPLACED,
        Trigger.TECHNOLOGY_ADDED,
        Trigger.TECHNOLOGY_REMOVED,
        Trigger.USAGE_SPIKE,
    }
)
# Scheduled and held meetings and demos count as these tracked events.
MEETING_PLANNED, MEETING_HELD = "meeting_scheduled", "meeting_completed"
# Before a part of a path: pages with this part do not match.
NOT = "!"
# Pages for applicants, for customers who sign in, and for unsubscribing. They show no intent, unless a rule
# names the same part.
NO_INTENT = (
    "/careers",
    "/career",
    "/jobs",
    "/login",
    "/log-in",
    "/signin",
    "/sign-in",
    "/logout",
    "/log-out",
    "/signout",
    "/sign-out",
    "/forgot-password",
    "/reset-password",
    "/password-reset",
    "/unsubscribe",
    "/unsubscribed",
    "/email-preferences",
)


_OF_PAGES = frozenset({Trigger.PAGE_VISITED, Trigger.RETURN_VISIT})


@dataclass(frozen=True)
class Rule:
    """A rule that detects a signal by any of `values`; without values by every happening of its trigger.

    With `any_other` it matches only what no other rule of its trigger matches. A page with a part after `!`
    does not match. The value of a rule for spikes is the least number of events in a day.
    """

    signal_type: str
    trigger: Trigger
    values: tuple[str, ...] = ()
    any_other: bool = False

    @property
    def takes_everything(self) -> bool:
        """Return whether it matches every happening although it could have values."""
        tells_apart = self.trigger in WITH_VALUES and self.trigger is not Trigger.USAGE_SPIKE
        return tells_apart and not self.values and not self.any_other

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the parts of a path that it looks for."""
        return tuple(value for value in self.values if not value.startswith(NOT))

    @property
    def other_parts(self) -> tuple[str, ...]:
        """Return the parts of a path that must not be there."""
        return tuple(value.removeprefix(NOT) for value in self.values if value.startswith(NOT))

    @property
    def least_events(self) -> int:
        """Return the least number of events in a day of a spike."""
        return int(self.values[0]) if self.values else LEAST_EVENTS

    def matches(self, value: str) -> bool:
        """Return whether it matches a URL, a form type, an event name, a field or a technology."""
        if self.trigger is Trigger.USAGE_SPIKE:
            return int(value or 0) >= self.least_events
        if not self.values:
            return True
        if self.trigger is Trigger.PAGE_VISITED:
            path = path_of(value)
            return bool(self._wanted.search(path)) and not self._unwanted.search(path)
        return normalized(value) in self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(map(normalized, self.values))

    @cached_property
    def _wanted(self) -> re.Pattern[str]:
        return re.compile(path_pattern(self.parts) if self.parts else "")

    @cached_property
    def _unwanted(self) -> re.Pattern[str]:
        return re.compile(path_pattern(self.other_parts) if self.other_parts else _NEVER)


class Detector:
    """All rules of an organization, compiled."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules: dict[Trigger, list[Rule]] = {trigger: [] for trigger in Trigger}
        for rule in rules:
            self._rules[rule.trigger].append(rule)
        self._no_intent = re.compile(no_intent_pattern(self._rules[Trigger.PAGE_VISITED]))

    def listens_to(self, trigger: Trigger) -> bool:
        """Return whether a rule has this trigger; otherwise its facts need not be read."""
        return bool(self._rules[trigger])

    @property
    def least_events(self) -> int:
        """Return the least number of events in a day that is a spike by any rule."""
        return min((rule.least_events for rule in self._rules[Trigger.USAGE_SPIKE]), default=LEAST_EVENTS)

    def shown_by(self, trigger: Trigger, value: str = "") -> list[str]:
        """Return the signal types that a happening shows, each once, in the order of the rules."""
        if trigger in _OF_PAGES and self._no_intent.search(path_of(value)):
            return []
        found = [rule for rule in self._rules[trigger] if rule.matches(value)]
        particular = [rule for rule in found if not rule.any_other]
        return list(dict.fromkeys(rule.signal_type for rule in particular or found))


def path_of(url: str) -> str:
    """Return the path of a URL in lower case, without host, query and fragment."""
    return urlsplit(url).path.lower()


def path_pattern(parts: Iterable[str]) -> str:
    """Return a regular expression that finds any of `parts` in a path, in Python and in PostgreSQL.

    A part is one or more whole segments anywhere in the path: `/pricing` is found in `/en/pricing/teams` and
    in `/pricing.html`, and not in `/pricing-news`. A star at its end matches the rest of the
    segment: `/case-stud*`.
    """
    return f"(^|/)({'|'.join(map(_segments, parts))})(/|$)"


def no_intent_pattern(rules: Iterable[Rule]) -> str:
    """Return a regular expression for paths that show no intent, given these rules for pages."""
    named = {part for rule in rules for part in rule.parts}
    parts = [part for part in NO_INTENT if part not in named]
    return path_pattern(parts) if parts else _NEVER


def normalized(name: str) -> str:
    """Return a name as it is compared: `chat_started` for `Chat Started`."""
    return re.sub(r"[\s_-]+", "_", name.strip().lower())


def _segments(part: str) -> str:
    plain = part.strip().strip("/").lower()
    if plain.endswith("*"):
        return f"{re.escape(plain.rstrip('*'))}[^/]*"
    return rf"{re.escape(plain)}(\.[a-z0-9]+)?"
