"""What runs do is done by their workflow or journey, and caused by the event that began them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from mauntic.automation.domain.outcomes import Call
from mauntic.broker.actor import LONGEST_LABEL, Actor, ActorKind, acting
from mauntic.broker.cause import Cause, caused_by, current_cause


@contextmanager
def acting_for(calls: Sequence[Call], cause_event: UUID | None) -> Iterator[None]:
    """Attribute the work inside to runs, so that each change leads to its run, and each event to its cause.

    Args:
        calls: of one workflow or journey. What several do together, such as an event, is done by that.
        cause_event: the stored event that began these runs, if one did.
    """
    of_records = {call.subject_id: _actor(call, call.run_id) for call in calls}
    first = calls[0]
    actor = _actor(first, first.run_id if len(calls) == 1 else first.definition_id)
    cause = Cause("event", str(cause_event)) if cause_event else current_cause()
    with acting(actor, on=of_records), caused_by(cause or Cause("job", "")):
        yield


def _actor(call: Call, actor_id: UUID) -> Actor:
    return Actor(ActorKind(call.kind), str(actor_id), call.name[:LONGEST_LABEL])
