"""What a text may rest on: facts with their sources."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement that is known.

    Args:
        id: short and unique among the facts of one text, such as "company" or "insight-3".
        text: the statement as a sentence or a value.
        source: where it comes from, in words ("CRM", "acme.com").
        url: the page it was read on; empty for none.
    """

    id: str
    text: str
    source: str
    url: str = ""


def joined(facts: Iterable[Fact]) -> str:
    """Return the texts of facts as one text, each on a line of its own."""
    return "\n".join(fact.text for fact in facts)
