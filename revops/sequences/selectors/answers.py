"""The answers of leads, as sequences judge them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.delivery.inbox.selectors.answers import Answered, answers_of
from mauntic.kernel import display
from mauntic.kernel.clock import now
from revops.sequences.domain.answers import Answer, doubtful, refusing
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.models.sequences import Sequence
from revops.sequences.selectors.limits import ORIGIN


def judged_answers(
    sequence: Sequence, contact_ids: Collection[UUID]
) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """Return the leads whose answer refuses them, and those about whom a person decides, with the words.

    Two queries.

    Args:
        sequence: into which they shall be enrolled.
        contact_ids: the leads.
    """
    answers = _answers(sequence, contact_ids)
    at = now()
    refused = {pk: _words(found) for pk, each in answers.items() if (found := refusing(each))}
    asked = {pk: _words(found) for pk, each in answers.items() if (found := doubtful(each, at))}
    return refused, {pk: words for pk, words in asked.items() if pk not in refused}


def _answers(sequence: Sequence, contact_ids: Collection[UUID]) -> Mapping[UUID, list[Answer]]:
    found = answers_of(contact_ids)
    origins = {each.origin_id for each in found if each.origin_id and each.origin_kind == ORIGIN}
    here = set(Enrollment.objects.filter(sequence=sequence, pk__in=origins).values_list("pk", flat=True))
    by_lead: dict[UUID, list[Answer]] = defaultdict(list)
    for each in found:
        by_lead[each.contact_id].append(_answer(each, here))
    return by_lead


def _answer(found: Answered, here: Collection[UUID | None]) -> Answer:
    return Answer(found.at, found.label, found.words, found.is_open, is_here=found.origin_id in here)


def _words(answer: Answer) -> str:
    day = display.short_day if answer.at.year == now().year else display.day
    text = _("Replied {day}: {kind}.")
    if answer.is_open:
        text = _("Replied {day}: {kind}. The conversation is open.")
    return text.format(day=day(answer.at), kind=answer.words.lower())
