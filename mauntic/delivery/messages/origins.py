"""What messages come from. Contexts above delivery say here how their messages are doing.

Delivery does not know sequences or journeys: a message carries the kind and id of its origin, and the context
that owns the kind answers for a set of ids at a time.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.delivery.messages.domain.gate import Origin
from mauntic.kernel.time.business_hours import AROUND_THE_CLOCK, BusinessHours

PERSON = "person"
"""The kind of messages that a person wrote. Their origin is the message they answer, or the lead."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an origin is doing at present.

    Args:
        origin: what the gate asks.
        hours: its send window; the zone is replaced by that of the person, where that is known.
        scope: the sender that a person can unsubscribe from, such as the sequence of an enrollment.
        per_company: how many people of one company it writes to at a time; 0 for no limit.
        company_active: how many others of the person's company it is writing to.
    """

    origin: Origin = field(default_factory=Origin)
    hours: BusinessHours = AROUND_THE_CLOCK
    scope: UUID | None = None
    per_company: int = 0
    company_active: int = 0


Answer = Callable[[Collection[UUID]], Mapping[UUID, Standing]]
_kinds: dict[str, Answer] = {}


def answer_for(kind: str, answer: Answer) -> None:
    """Declare who answers for the origins of a kind.

    Args:
        kind: of the messages.
        answer: returns the standing of each id; an id that is left out has ended.
    """
    _kinds[kind] = answer


def standings(kind: str, ids: Collection[UUID]) -> Mapping[UUID, Standing]:
    """Return how the origins of a kind are doing. Those that nobody answers for have ended."""
    if kind == PERSON:
        return dict.fromkeys(ids, Standing())
    found = _kinds[kind](ids) if kind in _kinds else {}
    gone = Standing(Origin(ended=_("what sent it does not exist any more.")))
    return {each: found.get(each, gone) for each in ids}
