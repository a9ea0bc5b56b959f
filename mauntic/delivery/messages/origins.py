"""What messages come from. Contexts above delivery say here how their messages are doing.

Delivery does not know sequences or journeys: a message carries the kind and id of its origin, and the context
that owns the kind answers for a set of ids at a time.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.delivery.messages.domain.gate import Origin
from mauntic.events.catalog.records import Named
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
Namer = Callable[[Collection[UUID]], Mapping[UUID, Named]]
_kinds: dict[str, Answer] = {}
_namers: dict[str, Namer] = {}


def answer_for(kind: str, answer: Answer, *, names: Namer | None = None) -> None:
    """Declare who answers for the origins of a kind.

    Args:
        kind: of the messages.
        answer: returns the standing of each id; an id that is left out has ended.
        names: returns what pages call each id, and the address of its page.
    """
    _kinds[kind] = answer
    if names:
        _namers[kind] = names


def names_of(origins: Collection[tuple[str, UUID]]) -> Mapping[tuple[str, UUID], Named]:
    """Return what pages call some origins, by kind and id: one call for each kind. People have no entry."""
    return {
        (kind, each): named
        for kind in {kind for kind, _id in origins} & set(_namers)
        for each, named in _namers[kind]({pk for other, pk in origins if other == kind}).items()
    }


def standings(kind: str, ids: Collection[UUID]) -> Mapping[UUID, Standing]:
    """Return how the origins of a kind are doing. Those that nobody answers for have ended."""
    if kind == PERSON:
        return dict.fromkeys(ids, Standing())
    found = _kinds[kind](ids) if kind in _kinds else {}
    gone = Standing(Origin(ended=_("what sent it does not exist any more.")))
    return {each: found.get(each, gone) for each in ids}
