"""Score one contact, some, or all, with the same statement."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from mauntic.events.catalog import LeadScored, ScoreThresholdCrossed
from mauntic.events.services import publish_encoded
from mauntic.kernel import clock
from mauntic.kernel.db.chunks import chunked
from scoring.model.models import ModelVersion
from scoring.model.selectors.versions import version_in_force
from scoring.scores.models import LeadScore
from scoring.scores.selectors.outdated import outdated_scopes
from scoring.scores.selectors.ranges import id_ranges
from scoring.scores.selectors.scope import Scope, These
from scoring.scores.services.lock import lock_scoring
from scoring.scores.services.write import write_scores
from scoring.thresholds.selectors import thresholds_in_force

CHUNK = 10_000
READ_IN_ONE = 50_000
READ_TOGETHER = 4
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Rescored:
    """Counts of scored contacts, changed scores and crossed thresholds.

    `reweighed` counts thresholds that leads crossed because another version of the model is in force.
    """

    contacts: int = 0
    changed: int = 0
    crossings: int = 0
    reweighed: int = 0

    def __add__(self, other: "Rescored") -> "Rescored":
        return Rescored(
            self.contacts + other.contacts,
            self.changed + other.changed,
            self.crossings + other.crossings,
            self.reweighed + other.reweighed,
        )


def rescore(
    *,
    contact_ids: Sequence[UUID] | None = None,
    now: datetime | None = None,
    progress: Progress | None = None,
    chunk: int = CHUNK,
) -> Rescored:
    """Score contacts as of `now`. Each chunk is a transaction of scores, history and events.

    Args:
        contact_ids: None for all contacts.
        now: the time of the scores; by default the present.
        progress: called with the number of contacts scored so far.
        chunk: contacts per transaction.

    Returns: the numbers of scored contacts, changed scores and threshold crossings.

    Publishes: `LeadScored` and `ScoreThresholdCrossed` for new and changed scores.
    """
    at = now or clock.now()
    done = Rescored()
    scopes = _all(version_in_force(), chunk, at) if contact_ids is None else _groups(contact_ids, chunk)
    for scope, size, is_outdated in scopes:
        done += rescore_scope(scope, size, at) if is_outdated else Rescored(size)
        if progress:
            progress(done.contacts)
    return done


@transaction.atomic
def rescore_scope(scope: Scope, size: int, at: datetime) -> Rescored:
    """Score the `size` contacts of `scope` with the model in force, in one transaction with the events.

    Thresholds that leads cross because of a new version are counted, and published only if the person who put
    it in force asked for it.

    Args:
        scope: the contacts.
        size: their number, which the caller knows.
        at: the time of the scores.

    Returns: the numbers of scored contacts, changed scores and threshold crossings.

    Publishes: `LeadScored` and `ScoreThresholdCrossed` for new and changed scores.
    """
    lock_scoring()
    # Read under the lock: a version read before it could overwrite scores of its successor.
    version = version_in_force()
    before = _of_other_versions(scope, size, version, at)
    crossings = sum(_written(old, leads, at).crossings for old, leads in before)
    found = _written(version, scope, at)
    return Rescored(size, found.changed, crossings + found.crossings, found.reweighed)


def _of_other_versions(
    scope: Scope, size: int, version: ModelVersion, at: datetime
) -> Iterator[tuple[ModelVersion, Scope]]:
    """Yield contacts with scores of other versions. Their own changes are published with the old version.

    A version that all of the `size` contacts have is left out if it would give them the same scores.
    """
    rows = scope.narrow(LeadScore.objects.exclude(model_version=version).order_by(), "contact_id")
    counts = dict(rows.values_list("model_version").annotate(Count("pk")))
    if not counts:
        return
    for old in ModelVersion.objects.filter(pk__in=counts).prefetch_related("factors"):
        if counts[old.pk] < size:
            yield old, These(list(rows.filter(model_version=old).values_list("contact", flat=True)))
        elif any(outdated_scopes(old, [scope], at)):
            yield old, scope


def _written(version: ModelVersion, scope: Scope, at: datetime) -> Rescored:
    written = write_scores(version.model(), scope, version.pk, at, thresholds_in_force())
    publish_encoded(LeadScored, written.scored)
    publish_encoded(ScoreThresholdCrossed, written.crossed)
    if version.tells_crossings:
        publish_encoded(ScoreThresholdCrossed, written.reweighed)
    return Rescored(
        changed=written.changed,
        crossings=sum(row.count for row in written.crossed),
        reweighed=sum(row.count for row in written.reweighed),
    )


def _groups(contact_ids: Sequence[UUID], size: int) -> Iterator[tuple[Scope, int, bool]]:
    for ids in chunked(dict.fromkeys(contact_ids), size):
        yield These(ids), len(ids), True


def _all(version: ModelVersion, size: int, at: datetime) -> Iterator[tuple[Scope, int, bool]]:
    """Yield the ranges of all contacts, and whether their scores are outdated.

    Reading is fast, in long ranges, several in parallel. Once all ranges of a batch are outdated, as after a
    change of the model, the rest is not read but scored.
    """
    pays = True
    for some in chunked(id_ranges(max(size, READ_IN_ONE)), READ_TOGETHER):
        found = outdated_scopes(version, [scope for scope, _ in some], at) if pays else [True] * len(some)
        pays = pays and not all(found)
        for (scope, count), is_outdated in zip(some, found, strict=True):
            if is_outdated:
                yield from ((part, number, True) for part, number in id_ranges(size, within=scope))
            else:
                yield scope, count, False
