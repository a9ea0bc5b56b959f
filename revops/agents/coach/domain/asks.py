"""What an email asks for: one thing, and few questions. In notes: the next step."""

import re
from collections.abc import Iterator

from mauntic.kernel.translation import gettext as _
from revops.agents.coach.domain.findings import Draft, Finding, Kind, Rule, Severity
from revops.agents.coach.domain.places import Place, sentence_places

MOST_QUESTIONS = 2
_REQUEST = re.compile(
    r"\b(?:book|schedule|pick|grab|set up|find) (?:a|some|the|15|20|30|\d+)\b[^.?!]{0,30}"
    r"\b(?:time|call|slot|meeting|demo|chat|minutes|day)\b"
    r"|\b(?:let me know|please (?:reply|send|share|confirm|call|click|sign|forward|fill)"
    r"|reply (?:to|with)|sign up|click (?:here|the)|send me|call me|forward this|register)\b"
    r"|\bwould you (?:be )?(?:open|interested|willing|like)\b"
    r"|\b(?:are|is) you(?:r team)? (?:open|free|available|interested)\b"
    r"|\b(?:can|could|shall|should|may) (?:we|i|you)\b[^.?!]{0,60}"
    r"\b(?:call|talk|speak|meet|meeting|demo|chat|connect|show|send|share|introduce|minutes|week)\b"
    r"|\bworth (?:a|15|20|30|\d+)\b|\bdoes (?:that|it|this) (?:make sense|work|sound)\b",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"\bnext step|\bfollow[- ]?up|\bwill (?:send|call|get|come|share|check|introduce|review|decide|sign)\b"
    r"|\b(?:call|meeting|demo|meet) (?:on|at|next|again)\b|\bagreed (?:to|on)\b|\bto do\b|\baction items?\b"
    r"|\b(?:send|call|share|review|decide|sign|meet)\b[^.\n]{0,60}"
    r"\b(?:by|on|until|before|next|tomorrow|monday|tuesday|wednesday|thursday|friday)\b",
    re.IGNORECASE,
)


def asks_in(text: str) -> list[Place]:
    """Return the sentences that ask the reader to do something. English only."""
    return [place for place in sentence_places(text) if _REQUEST.search(place.text)]


def questions_in(text: str) -> list[Place]:
    """Return the sentences that are questions."""
    return [place for place in sentence_places(text) if place.text.rstrip("\"'”’) ").endswith(("?", "？"))]


def check_asks(draft: Draft) -> Iterator[Finding]:
    """Yield what is wrong with the ask of an email, or the next step of notes."""
    if draft.kind is Kind.NOTES:
        if not _STEP.search(draft.text):
            yield Finding(
                rule=Rule.NEXT_STEP,
                severity=Severity.WARNING,
                problem=_("No next step."),
                fix=_("Add who does what, and by when."),
            )
        return
    asks = asks_in(draft.text)
    for place in asks[1:]:
        yield Finding(
            rule=Rule.ASK,
            severity=Severity.WARNING,
            problem=_("The email asks for more than one thing."),
            fix=_("Keep the ask that moves the deal, and delete this one."),
            start=place.start,
            end=place.end,
            quote=place.text,
        )
    if not asks and not questions_in(draft.text):
        yield Finding(
            rule=Rule.ASK,
            severity=Severity.WARNING,
            problem=_("The email asks for nothing."),
            fix=_("End with one question that is easy to answer."),
        )


def check_questions(draft: Draft) -> Iterator[Finding]:
    """Yield the first question of an email that is one too many."""
    questions = questions_in(draft.text)
    if draft.kind is Kind.EMAIL and len(questions) > MOST_QUESTIONS:
        place = questions[MOST_QUESTIONS]
        yield Finding(
            rule=Rule.QUESTIONS,
            severity=Severity.HINT,
            problem=_("{count} questions. A reader answers one or two.").format(count=len(questions)),
            fix=_("Keep the one that matters most."),
            start=place.start,
            end=place.end,
            quote=place.text,
        )
