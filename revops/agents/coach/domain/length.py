"""The length of a draft and of its subject."""

from collections.abc import Iterator

from mauntic.kernel.translation import gettext as _
from mauntic.kernel.translation import ngettext
from revops.agents.coach.domain.findings import Draft, Finding, Kind, Part, Rule, Severity
from revops.agents.coach.domain.readability import words_in

FEWEST_WORDS, MOST_WORDS, FAR_TOO_MANY = 50, 125, 200
"""Source: Boomerang, 40 million emails (2016): those of 50 to 125 words got the most answers."""
FEWEST_IN_ANSWER = 5
"""An answer in a thread may be short."""
MOST_SUBJECT = 60
"""Letters of a subject that a phone or the list of Gmail shows before it cuts it off."""
FEWEST_IN_NOTES = 8


def check_length(draft: Draft) -> Iterator[Finding]:
    """Yield what is too short or too long."""
    count = len(words_in(draft.text))
    if draft.kind is Kind.NOTES:
        if count < FEWEST_IN_NOTES:
            yield _too_short(count, _("Write what was said, what was agreed, and who does what by when."))
        return
    if count < (FEWEST_IN_ANSWER if draft.continues else FEWEST_WORDS):
        yield _too_short(count, _("Say why you write to this person, and what they gain."))
    elif count > MOST_WORDS:
        yield Finding(
            rule=Rule.LENGTH,
            severity=Severity.WARNING if count > FAR_TOO_MANY else Severity.HINT,
            problem=_("{count} words. Emails of {least} to {most} words get the most answers.").format(
                count=count, least=FEWEST_WORDS, most=MOST_WORDS
            ),
            fix=_("Keep the reason, the benefit and the ask. Delete the rest."),
        )
    yield from _check_subject(draft)


def _too_short(count: int, fix: str) -> Finding:
    words = ngettext("{count} word is too short.", "{count} words are too short.", count)
    return Finding(rule=Rule.LENGTH, severity=Severity.HINT, problem=words.format(count=count), fix=fix)


def _check_subject(draft: Draft) -> Iterator[Finding]:
    subject = draft.subject.strip()
    if not subject and not draft.continues:
        yield Finding(
            rule=Rule.SUBJECT,
            severity=Severity.PROBLEM,
            problem=_("The email has no subject."),
            fix=_("Name the reason for the email in two to six words."),
            part=Part.SUBJECT,
        )
    elif len(subject) > MOST_SUBJECT:
        yield Finding(
            rule=Rule.SUBJECT,
            severity=Severity.HINT,
            problem=_("The subject has {count} letters. Phones cut it off after about {most}.").format(
                count=len(subject), most=MOST_SUBJECT
            ),
            fix=_("Shorten it."),
            part=Part.SUBJECT,
            start=0,
            end=len(draft.subject),
            quote=draft.subject,
        )
