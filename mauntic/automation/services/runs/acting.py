"""What a run does is done by its workflow or journey, and caused by the event that began it."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from mauntic.broker.actor import LONGEST_LABEL, Actor, ActorKind, acting
from mauntic.broker.cause import Cause, caused_by, current_cause


@contextmanager
def acting_for(kind: str, run_id: UUID, name: str, cause_event: UUID | None) -> Iterator[None]:
    """Attribute the work inside to a run, so that each change leads to it, and each event to its cause.

    Args:
        kind: `workflow` or `journey`.
        run_id: the run.
        name: of the workflow or journey.
        cause_event: the stored event that began the run, if one did.
    """
    actor = Actor(ActorKind(kind), str(run_id), name[:LONGEST_LABEL])
    cause = Cause("event", str(cause_event)) if cause_event else current_cause()
    with acting(actor), caused_by(cause or Cause("job", "")):
        yield
