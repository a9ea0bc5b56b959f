"""What was found on a page, from whichever source, ready to be valued."""

from dataclasses import dataclass
from hashlib import sha256

from revops.agents.research.domain.claims import Checked
from revops.agents.research.domain.folding import loose
from revops.agents.research.domain.kinds import InsightType


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact with its evidence. `is_by_model` says whether a model worded it."""

    kind: InsightType
    content: str
    quote: str
    sentence: str
    is_own_site: bool = True
    is_specific: bool = True
    is_by_model: bool = False

    @property
    def digest(self) -> str:
        """Return the same for contents that differ only in typing and case."""
        return sha256(loose(self.content).encode()).hexdigest()

    @classmethod
    def of_claim(cls, claim: Checked) -> "Finding":
        """Return a checked claim of a model as a finding."""
        return cls(
            claim.kind,
            claim.content,
            claim.quote,
            claim.sentence,
            is_own_site=claim.is_own_site,
            is_specific=claim.is_specific,
            is_by_model=True,
        )

    @classmethod
    def of_line(cls, kind: InsightType, content: str, line: str, *, is_own_site: bool = True) -> "Finding":
        """Return a fact of structured data, whose line is its evidence."""
        return cls(kind, content, line, line, is_own_site=is_own_site)
