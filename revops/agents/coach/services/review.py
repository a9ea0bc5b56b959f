"""Review a draft: by rules, and by a model if a person asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from mauntic.crm.contacts.selectors.lists import lead
from mauntic.kernel.errors import Invalid
from mauntic.kernel.translation import gettext as _
from revops.agents.coach.domain.findings import Draft, Finding, Kind
from revops.agents.coach.domain.rubric import Rubric, review_draft
from revops.agents.coach.services.comments import LONGEST_DRAFT, comment_on
from revops.agents.facts.selectors.known import facts_of
from revops.agents.llm.domain.errors import LlmError

LONGEST_SUBJECT = 300


@dataclass(frozen=True, slots=True)
class Review:
    """A draft with what was found.

    Args:
        draft: what was reviewed.
        rubric: what the rules found.
        comments: what a model says, each with its place.
        dropped: how many comments did not quote the draft.
        was_asked: whether a model was asked.
        problem: why there are no comments of a model, as a sentence; empty if there are, or nobody asked.
    """

    draft: Draft
    rubric: Rubric
    comments: Sequence[Finding] = ()
    dropped: int = 0
    was_asked: bool = False
    problem: str = ""


def review(draft: Draft, *, contact_id: UUID | None = None, with_model: bool = False) -> Review:
    """Review a draft, and write nothing.

    Args:
        draft: the text.
        contact_id: the lead it is for: figures may be among what is known of it.
        with_model: whether to ask a model for comments, too, which costs money. The rules need none.

    Raises: `Invalid` for an empty or too long draft, `NotFound` for an unknown lead.
    """
    _check(draft)
    rubric = review_draft(draft, facts_of(lead(contact_id)) if contact_id else ())
    if not with_model:
        return Review(draft, rubric)
    try:
        found = comment_on(draft, contact_id=contact_id).checked
    except LlmError as error:
        return Review(draft, rubric, was_asked=True, problem=error.message)
    return Review(draft, rubric, found.findings, found.dropped, was_asked=True)


def _check(draft: Draft) -> None:
    name = "notes" if draft.kind is Kind.NOTES else "draft"
    wrong = {}
    if not draft.text.strip():
        wrong[name] = _("Enter a text to review.")
    elif len(draft.text) > LONGEST_DRAFT:
        wrong[name] = _("Use at most {most} letters.").format(most=LONGEST_DRAFT)
    if len(draft.subject) > LONGEST_SUBJECT:
        wrong["subject"] = _("Use at most {most} letters.").format(most=LONGEST_SUBJECT)
    if wrong:
        raise Invalid(wrong)
