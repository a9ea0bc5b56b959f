"""Rescoring: one contact, some, or all, through the same statement."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mauntic.events.catalog import LeadScored, ScoreThresholdCrossed
from mauntic.events.services import publish_encoded
from mauntic.kernel import clock
from mauntic.kernel.chunks import chunked
from scoring.models import ModelVersion
from scoring.selectors import thresholds, version_in_force
from scoring.selectors.outdated import outdated
from scoring.selectors.scope import Scope, These
from scoring.selectors.stretches import stretches
from scoring.services.lock import lock_scoring
from scoring.services.write import write_scores

CHUNK = 10_000
READ_IN_ONE = 50_000
READ_TOGETHER = 4
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Rescored:
    """Counts: contacts looked at, scores that were written, thresholds that were crossed."""

    contacts: int = 0
    changed: int = 0
    crossings: int = 0

    def __add__(self, other: "Rescored") -> "Rescored":
        return Rescored(
            self.contacts + other.contacts, self.changed + other.changed, self.crossings + other.crossings
        )


def rescore(
    *,
    contact_ids: Sequence[UUID] | None = None,
    now: datetime | None = None,
    progress: Progress | None = None,
    chunk: int = CHUNK,
) -> Rescored:
    """Score the contacts (None: all) as of `now`, and publish LeadScored and ScoreThresholdCrossed.

    Only scores that are new or different are written and published; without new facts nothing is. Each
    chunk is a transaction of scores, history and events. `progress` is told the contacts done so far.
    """
    at = now or clock.now()
    version = version_in_force()
    done = Rescored()
    scopes = _all(version, chunk, at) if contact_ids is None else _groups(contact_ids, chunk)
    for scope, size, is_outdated in scopes:
        done += rescore_scope(version, scope, size, at) if is_outdated else Rescored(size)
        if progress:
            progress(done.contacts)
    return done


@transaction.atomic
def rescore_scope(version: ModelVersion, scope: Scope, size: int, at: datetime) -> Rescored:
    """Score the `size` contacts of `scope` in one transaction with the events."""
    lock_scoring()
    written = write_scores(version.model(), scope, version.pk, at, thresholds())
    publish_encoded(LeadScored, written.scored)
    publish_encoded(ScoreThresholdCrossed, written.crossed)
    return Rescored(size, written.changed, sum(row.count for row in written.crossed))


def _groups(contact_ids: Sequence[UUID], size: int) -> Iterator[tuple[Scope, int, bool]]:
    for ids in chunked(dict.fromkeys(contact_ids), size):
        yield These(ids), len(ids), True


def _all(version: ModelVersion, size: int, at: datetime) -> Iterator[tuple[Scope, int, bool]]:
    """The stretches of all contacts, and whether there is something to write in each.

    Reading is quick, in long stretches, and several are read at the same time. Once all that were read are
    outdated, as after a change of the model, the rest is taken for that.
    """
    pays = True
    for some in chunked(stretches(max(size, READ_IN_ONE)), READ_TOGETHER):
        found = outdated(version, [scope for scope, _ in some], at) if pays else [True] * len(some)
        pays = pays and not all(found)
        for (scope, count), is_outdated in zip(some, found, strict=True):
            if is_outdated:
                yield from ((part, number, True) for part, number in stretches(size, within=scope))
            else:
                yield scope, count, False
