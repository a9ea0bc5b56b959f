"""What a text may rest on: facts with their sources."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement that is known.

    Args:
        id: short and unique among the facts of one text, such as "company" or "insight-3".
        text: the statement as a sentence or a value.
        source: where it comes from, in words ("CRM", "acme.com").
        url: the page it was read on; empty for none.
        quote: the sentence of the page that says it; empty for none.
        dated: when the page was published, else when it was read.
        insight_id: the insight that it is; None for a fact of another kind.
    """

    id: str
    text: str
    source: str
    url: str = ""
    quote: str = ""
    dated: datetime | None = None
    insight_id: UUID | None = None


def joined(facts: Iterable[Fact]) -> str:
    """Return the texts of facts as one text, each on a line of its own."""
    return "\n".join(fact.text for fact in facts)
