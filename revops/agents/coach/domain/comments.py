"""Comments of a model on a draft: kept only where they quote it word for word."""

from collections.abc import Iterable
from dataclasses import dataclass

from revops.agents.coach.domain.findings import Draft, Finding, Part, Rule, Severity
from revops.agents.coach.domain.places import Place, place_of

MOST_COMMENTS = 6
LONGEST = 300
"""Letters of a comment or a fix."""


@dataclass(frozen=True, slots=True)
class Comment:
    """What a model says of words of the draft."""

    quote: str
    problem: str
    fix: str


@dataclass(frozen=True, slots=True)
class CheckedComments:
    """The comments that quote the draft, and how many do not, are empty, or are beyond the limit."""

    findings: list[Finding]
    dropped: int


def check_comments(comments: Iterable[Comment], draft: Draft) -> CheckedComments:
    """Keep the comments whose quote is in the draft, each as a finding with its place."""
    findings: list[Finding] = []
    dropped = 0
    for comment in comments:
        problem, fix = _line(comment.problem), _line(comment.fix)
        placed = _placed(comment.quote, draft)
        if not placed or not problem or len(findings) == MOST_COMMENTS:
            dropped += 1
            continue
        part, place = placed
        findings.append(
            Finding(
                rule=Rule.COMMENT,
                severity=Severity.HINT,
                problem=problem,
                fix=fix,
                part=part,
                start=place.start,
                end=place.end,
                quote=place.text,
            )
        )
    return CheckedComments(findings, dropped)


def _placed(quote: str, draft: Draft) -> tuple[Part, Place] | None:
    for part, text in ((Part.TEXT, draft.text), (Part.SUBJECT, draft.subject)):
        if place := place_of(quote, text):
            return part, place
    return None


def _line(text: str) -> str:
    """Return the text on one line and cut to size."""
    return " ".join(text.split())[:LONGEST]
