"""A sequence as one lead would read it: by the renderer that sends."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.delivery.mailboxes.selectors import mailboxes_for
from mauntic.delivery.messages.domain.tokens import fill, unknown_tokens
from mauntic.delivery.messages.selectors.values import TOKENS, values_for
from mauntic.delivery.models import Mailbox
from revops.sequences.domain.steps import LABELS, StepDraft, StepType
from revops.sequences.domain.variants import FIRST, SECOND
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.models.sequences import Sequence


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text of a step for a lead.

    `missing` names values without which an email does not go, `unknown` tokens that no lead has a value for.
    """

    step: str
    letter: str
    subject: str
    text: str
    missing: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    continues_thread: bool = False


def lead_to_show(sequence: Sequence | None, text: str) -> Contact | None:
    """Return the lead of a preview: the best match of a search, else the latest enrolled one, else any."""
    rows = Contact.objects.select_related("company")
    if text.strip():
        return rows.search(text).ranked().first()
    enrolled = Enrollment.objects.filter(sequence=sequence) if sequence else Enrollment.objects.none()
    latest = enrolled.order_by("-created_at").values("contact")[:1]
    return rows.filter(pk__in=latest).first() or rows.exclude(email="").ranked().first()


def previews(steps: Iterable[StepDraft], lead: Contact, by: User) -> list[Rendered]:
    """Return all texts of steps for a lead, as `by` would send them.

    Args:
        steps: in order, as stored or as a person just entered them.
        lead: who reads them.
        by: who sends them.
    """
    mailbox = mailboxes_for([by.pk]).get(by.pk) or Mailbox(address=by.email, from_name=str(by))
    values = values_for(lead, mailbox, {})
    return [
        replace(
            _rendered(f"{position}. {LABELS[StepType(step.type)]}", letter, subject, body, values),
            continues_thread=step.type == StepType.EMAIL and position > 1 and not subject.strip(),
        )
        for position, step in enumerate(steps, 1)
        for letter, subject, body in _texts(step)
    ]


def _texts(step: StepDraft) -> list[tuple[str, str, str]]:
    """Return the texts of all variants with their letters; without a letter where there is only one."""
    if not step.second_body:
        return [("", step.subject, step.body)]
    return [(FIRST, step.subject, step.body), (SECOND, step.second_subject, step.second_body)]


def _rendered(step: str, letter: str, subject: str, body: str, values: dict[str, str]) -> Rendered:
    first, second = fill(subject, values), fill(body, values)
    unknown = tuple(dict.fromkeys([*unknown_tokens(subject, TOKENS), *unknown_tokens(body, TOKENS)]))
    missing = tuple(each for each in dict.fromkeys(first.missing + second.missing) if each not in unknown)
    return Rendered(step, letter, first.text, second.text, missing, unknown)
