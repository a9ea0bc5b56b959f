"""What the coach finds in a draft."""

from dataclasses import dataclass
from enum import StrEnum

from mauntic.kernel.translation import StrPromise
from mauntic.kernel.translation import gettext_lazy as _


class Kind(StrEnum):
    """What a draft is: an email to a lead, or notes of an activity."""

    EMAIL = "email"
    NOTES = "notes"


class Severity(StrEnum):
    """How much a finding matters: a problem must be mended before sending."""

    PROBLEM = "problem"
    WARNING = "warning"
    HINT = "hint"


class Rule(StrEnum):
    """The rules of the rubric, and the comments of the model."""

    UNFILLED = "unfilled"
    LENGTH = "length"
    SUBJECT = "subject"
    ASK = "ask"
    QUESTIONS = "questions"
    READING = "reading"
    SPAM = "spam"
    CLAIM = "claim"
    NEXT_STEP = "next_step"
    COMMENT = "comment"


RULE_LABELS: dict[Rule, StrPromise] = {
    Rule.UNFILLED: _("Placeholder"),
    Rule.LENGTH: _("Length"),
    Rule.SUBJECT: _("Subject"),
    Rule.ASK: _("Ask"),
    Rule.QUESTIONS: _("Questions"),
    Rule.READING: _("Readability"),
    Rule.SPAM: _("Spam words"),
    Rule.CLAIM: _("Claim"),
    Rule.NEXT_STEP: _("Next step"),
    Rule.COMMENT: _("AI comment"),
}
SEVERITY_LABELS: dict[Severity, StrPromise] = {
    Severity.PROBLEM: _("Problem"),
    Severity.WARNING: _("Warning"),
    Severity.HINT: _("Hint"),
}
_ORDER = list(Severity)


class Part(StrEnum):
    """The part of a draft that a finding points into."""

    SUBJECT = "subject"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to review.

    Args:
        text: plain text.
        kind: an email or notes.
        subject: of an email; empty for none.
        tokens: the names of the tokens that are filled when the text is sent.
        continues: whether an email goes into a thread that has its subject.
    """

    text: str
    kind: Kind = Kind.EMAIL
    subject: str = ""
    tokens: frozenset[str] = frozenset()
    continues: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to mend.

    Args:
        rule: what was looked at.
        severity: how much it matters.
        problem: what is wrong, as a sentence.
        fix: what to do, as a sentence.
        part: where `start` and `end` count.
        start: the first letter of the place; -1 if the finding is about the whole draft.
        end: one after the last letter.
        quote: the words at the place.
    """

    rule: Rule
    severity: Severity
    problem: str
    fix: str
    part: Part = Part.TEXT
    start: int = -1
    end: int = -1
    quote: str = ""

    @property
    def label(self) -> str:
        """Return the name of the rule."""
        return str(RULE_LABELS[self.rule])

    @property
    def severity_label(self) -> str:
        """Return the severity as a word."""
        return str(SEVERITY_LABELS[self.severity])


def by_weight(findings: list[Finding]) -> list[Finding]:
    """Return findings, the most severe first, then in the order of their places."""
    return sorted(findings, key=lambda each: (_ORDER.index(each.severity), each.part, each.start))
