"""Check each sentence of a draft against the facts that it names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from revops.agents.coach.domain.placeholders import placeholders_in
from revops.agents.copilot.domain.answers import DraftSentence
from revops.agents.copilot.domain.links import has_markup, has_other_links
from revops.agents.copilot.domain.words import COMMON
from revops.agents.facts.domain.facts import Fact, joined
from revops.agents.research.domain.figures import has_other_figures
from revops.agents.research.domain.folding import fold
from revops.agents.research.domain.names import has_other_names, words_of
from revops.agents.research.domain.sentences import sentences_of

_SPACE = re.compile(r"\s+")
_TOKEN = re.compile(r"\{\{[^{}]*\}\}")
_GERUND = re.compile(r"[A-Z][a-z]{3,}ing\b")
"""A first word such as "Opening", which is hardly ever a name."""


class Reason(StrEnum):
    """Why a sentence or a subject was removed."""

    MARKUP = "markup"
    LINK = "link"
    UNKNOWN_FACT = "unknown_fact"
    FIGURE = "figure"
    NAME = "name"
    EMPTY = "empty"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Ground:
    """What a draft may say.

    Args:
        facts: by id.
        names: words that need no fact, such as the names of the lead and of the sender.
        hosts: that may be linked to: those of the organization. Those of a named fact are allowed as well.
        tokens: that are filled when the text is sent.
        dotted: names that look like hosts.
    """

    facts: Mapping[str, Fact]
    names: str = ""
    hosts: frozenset[str] = frozenset()
    tokens: frozenset[str] = frozenset()
    dotted: frozenset[str] = frozenset()
    known: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", COMMON | words_of(self.names))

    def problem_of(self, sentence: DraftSentence) -> Reason | None:
        """Return why a sentence must not stay; None if it may."""
        if not self.facts.keys() >= set(sentence.facts):
            return Reason.UNKNOWN_FACT
        return self._problem(sentence.text, [self.facts[each] for each in sentence.facts])

    def problem_of_subject(self, subject: str) -> Reason | None:
        """Return why a subject must not stay; None if it may. It names no facts: any may support it."""
        # Its first word has a capital letter, and claims nothing alone.
        return self._problem(subject[:1].lower() + subject[1:], list(self.facts.values()))

    def unfilled(self, text: str) -> list[str]:
        """Return the placeholders of a text that nothing fills."""
        return [place.text for place in placeholders_in(text, self.tokens)]

    def _problem(self, text: str, facts: Iterable[Fact]) -> Reason | None:
        source = joined(facts)
        hosts = self.hosts | {host_of(fact.url) for fact in facts if fact.url}
        plain = _TOKEN.sub(" ", fold(text))
        rules = {
            Reason.EMPTY: not plain and not text.strip(),
            Reason.MARKUP: has_markup(text),
            Reason.LINK: has_other_links(plain, hosts, self.dotted),
            Reason.FIGURE: has_other_figures(plain, source),
            Reason.NAME: any(self._has_other_names(each, source) for each in sentences_of(plain)),
        }
        return next((reason for reason, applies in rules.items() if applies), None)

    def _has_other_names(self, sentence: str, source: str) -> bool:
        first = _GERUND.match(sentence)
        known = self.known | {first[0].lower()} if first else self.known
        return has_other_names(sentence, source, set(known))


def host_of(url: str) -> str:
    """Return the host of the address of a page, without "www."."""
    host = url.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0]
    return host.lower().removeprefix("www.")


def one_line(text: str) -> str:
    """Return a sentence on one line, without invisible letters."""
    return _SPACE.sub(" ", "".join(each for each in text if each.isprintable() or each.isspace())).strip()
