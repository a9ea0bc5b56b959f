"""Claims of an email that no known fact supports."""

import re
from collections.abc import Iterator, Sequence

from mauntic.kernel.translation import gettext as _
from revops.agents.coach.domain.findings import Draft, Finding, Kind, Rule, Severity
from revops.agents.coach.domain.places import sentence_places
from revops.agents.facts.domain.facts import Fact, joined
from revops.agents.research.domain.figures import has_other_figures

_FIGURE = re.compile(
    r"\d\s?%|\bper ?cent\b|[$€£¥]\s?\d|\d\s?[€£¥]|\b\d{1,12}(?:[.,]\d{1,12})?\s?x\b"
    r"|\b\d[\d.,]{0,12}\+?\s?(?:k|m|bn|million|billion|thousand)\b"
    r"|\b\d[\d.,]{0,12}\+?\s(?:\w{1,20}\s){0,2}(?:customers|companies|teams|users|employees|people|clients|countries"
    r"|brands|leads|deals|engineers|offices)\b"
    r"|\b(?:twice|double[sd]?|triple[sd]?|half) (?:the|as|your|their|our)\b",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"\b(?:the (?:best|leading|only|fastest|largest|cheapest|most \w+)|world[- ]class"
    r"|market leader|industry[- ]leading|best[- ]in[- ]class|always|never fails?|proven"
    r"|number one|everyone (?:uses|knows))\b|#1\b",
    re.IGNORECASE,
)


def check_claims(draft: Draft, facts: Sequence[Fact]) -> Iterator[Finding]:
    """Yield sentences of an email with a figure that is in no fact, and with a superlative. English only.

    Args:
        draft: what is reviewed.
        facts: what is known of the lead and the company.
    """
    if draft.kind is not Kind.EMAIL:
        return
    known = joined(facts)
    for place in sentence_places(draft.text):
        if _FIGURE.search(place.text) and has_other_figures(place.text, known):
            problem = _("No insight or CRM field has this figure.")
            fix, severity = _("Name the source, or delete the figure."), Severity.WARNING
        elif _SUPERLATIVE.search(place.text):
            problem = _("A claim without proof.")
            fix, severity = _("Give one example with a number instead."), Severity.HINT
        else:
            continue
        yield Finding(
            rule=Rule.CLAIM,
            severity=severity,
            problem=problem,
            fix=fix,
            start=place.start,
            end=place.end,
            quote=place.text,
        )
