"""The rubric: all rules over one draft."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mauntic.kernel.display import number
from mauntic.kernel.translation import gettext as _
from revops.agents.coach.domain.asks import asks_in, check_asks, check_questions, questions_in
from revops.agents.coach.domain.claims import check_claims
from revops.agents.coach.domain.findings import Draft, Finding, Kind, Rule, Severity, by_weight
from revops.agents.coach.domain.length import check_length
from revops.agents.coach.domain.placeholders import check_placeholders
from revops.agents.coach.domain.places import sentence_places
from revops.agents.coach.domain.readability import reading_grade, words_in
from revops.agents.coach.domain.spam import check_spam
from revops.agents.facts.domain.facts import Fact
from revops.agents.research.domain.sentences import is_english

HARD, TOO_HARD = 10.0, 13.0
"""Grades: text for the public aims at eight to nine; above 13 it is for a university."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted. `grade` is None for a short text, and for one that is not English.

    `asks` is None where the words of asks are not known: in other languages, and in notes.
    """

    words: int
    sentences: int
    questions: int
    asks: int | None
    grade: float | None


@dataclass(frozen=True, slots=True)
class Rubric:
    """The findings of the rules, the most severe first. In other languages, only some rules apply."""

    figures: Figures
    findings: Sequence[Finding]
    is_english: bool


def review_draft(draft: Draft, facts: Sequence[Fact] = ()) -> Rubric:
    """Apply all rules.

    Args:
        draft: what is reviewed.
        facts: what is known of the lead and the company; figures of the draft must be among them.
    """
    english = is_english(draft.text) or not draft.text.strip()
    figures = _figures(draft, english=english)
    return Rubric(figures, by_weight(list(_findings(draft, facts, figures, english=english))), english)


def _figures(draft: Draft, *, english: bool) -> Figures:
    sentences = [place.text for place in sentence_places(draft.text)]
    return Figures(
        words=len(words_in(draft.text)),
        sentences=len(sentences),
        questions=len(questions_in(draft.text)),
        asks=len(asks_in(draft.text)) if english and draft.kind is Kind.EMAIL else None,
        grade=reading_grade(sentences) if english else None,
    )


def _findings(draft: Draft, facts: Sequence[Fact], figures: Figures, *, english: bool) -> Iterator[Finding]:
    yield from check_placeholders(draft)
    yield from check_length(draft)
    yield from check_questions(draft)
    if english:
        yield from check_asks(draft)
        yield from _check_reading(figures.grade)
        yield from check_spam(draft)
        yield from check_claims(draft, facts)


def _check_reading(grade: float | None) -> Iterator[Finding]:
    if grade is not None and grade > HARD:
        yield Finding(
            rule=Rule.READING,
            severity=Severity.WARNING if grade > TOO_HARD else Severity.HINT,
            problem=_("Hard to read: grade {grade}.").format(grade=number(grade, 1)),
            fix=_("Split long sentences, and use shorter words. Aim at grade 8."),
        )
