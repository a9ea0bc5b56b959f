"""Which signals a happening shows: the rules that an organization sets, and how they are matched."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlsplit


class Trigger(StrEnum):
    """What a rule listens to."""

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


# Triggers whose rules may name what they look for; the others know only one kind of happening.
WITH_VALUES = {
    Trigger.PAGE_VISITED: "parts of the path",
    Trigger.FORM_SUBMITTED: "form types",
    Trigger.EVENT_TRACKED: "event names",
    Trigger.FIELD_REPLACED: "fields",
    Trigger.TECHNOLOGY_ADDED: "watched technologies",
    Trigger.TECHNOLOGY_REMOVED: "watched technologies",
}


@dataclass(frozen=True)
class Rule:
    """One way to show a signal: any of `values`, or whatever there is when there are none.

    With `any_other` it applies only to what no other rule of its trigger applies to.
    """

    signal_type: str
    trigger: Trigger
    values: tuple[str, ...] = ()
    any_other: bool = False

    @property
    def takes_everything(self) -> bool:
        """Whether it could tell happenings apart, and does not."""
        return self.trigger in WITH_VALUES and not self.values and not self.any_other

    def matches(self, value: str) -> bool:
        """Whether it looks for this: a URL, a form type, an event name, a field or a technology."""
        if not self.values:
            return True
        if self.trigger is Trigger.PAGE_VISITED:
            return bool(self._pattern.search(path_of(value)))
        return normalized(value) in self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(map(normalized, self.values))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(path_pattern(self.values))


class Detector:
    """All rules of an organization, ready to be asked."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules: dict[Trigger, list[Rule]] = {trigger: [] for trigger in Trigger}
        for rule in rules:
            self._rules[rule.trigger].append(rule)

    def listens_to(self, trigger: Trigger) -> bool:
        """Whether any rule does; what nobody listens to need not be read."""
        return bool(self._rules[trigger])

    def shown_by(self, trigger: Trigger, value: str = "") -> list[str]:
        """The signal types that it shows, each once, in the order of the rules."""
        found = [rule for rule in self._rules[trigger] if rule.matches(value)]
        particular = [rule for rule in found if not rule.any_other]
        return list(dict.fromkeys(rule.signal_type for rule in particular or found))


def path_of(url: str) -> str:
    """The path of a URL in small letters; host, query and fragment do not count."""
    return urlsplit(url).path.lower()


def path_pattern(parts: Iterable[str]) -> str:
    """A regular expression that finds any of `parts` in a path; PostgreSQL reads it as Python does.

    A part is one or more whole segments, wherever they stand: `/pricing` is found in `/en/pricing/teams` and
    in `/pricing.html`, and not in `/pricing-news`. A star at its end takes what follows: `/case-stud*`.
    """
    return f"(^|/)({'|'.join(map(_segments, parts))})(/|$)"


def normalized(name: str) -> str:
    """Names as they are compared: `Chat Started` of a browser is `chat_started` of a server."""
    return re.sub(r"[\s_-]+", "_", name.strip().lower())


def _segments(part: str) -> str:
    plain = part.strip().strip("/").lower()
    if plain.endswith("*"):
        return f"{re.escape(plain.rstrip('*'))}[^/]*"
    return rf"{re.escape(plain)}(\.[a-z0-9]+)?"
