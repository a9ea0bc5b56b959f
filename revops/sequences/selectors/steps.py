"""Steps of versions, by their positions."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from revops.sequences.domain.steps import StepDraft, StepType
from revops.sequences.domain.variants import FIRST, SECOND, variant_of
from revops.sequences.models.sequences import Sequence, SequenceVersion, Step

Steps = Mapping[UUID, list[Step]]
MOST_VERSIONS = 10
"""Versions whose figures the page of a sequence offers."""


@dataclass(frozen=True, slots=True)
class Text:
    """The subject and text that a lead gets, and of which variant they are."""

    letter: str
    subject: str
    body: str


def steps_of(version_ids: Iterable[UUID]) -> Steps:
    """Return the steps of versions in order, with their variants, in two queries."""
    ids = set(version_ids)
    found: dict[UUID, list[Step]] = {pk: [] for pk in ids}
    for step in Step.objects.filter(version__in=ids).order_by("position").prefetch_related("variants"):
        found[step.version_id].append(step)
    return found


def step_at(steps: Steps, version_id: UUID, position: int) -> Step | None:
    """Return a step by its position, from 1; None behind the last one."""
    of_version = steps.get(version_id, [])
    return of_version[position - 1] if 1 <= position <= len(of_version) else None


def newest_version(sequence_id: UUID) -> SequenceVersion | None:
    """Return the newest version of a sequence, or None if it has no steps yet."""
    return SequenceVersion.objects.filter(sequence=sequence_id).order_by("-number").first()


def edition_of(sequence: Sequence) -> str:
    """Return a short name for all that is stored of a sequence: another one after any change."""
    version = newest_version(sequence.pk)
    settings = [sequence.name, sequence.per_company, sequence.stops_company, sequence.week]
    digest = sha256(json.dumps(settings).encode()).hexdigest()[:16]
    return f"{version.number if version else 0}-{digest}"


def latest_versions(sequence_id: UUID) -> list[SequenceVersion]:
    """Return the latest versions of a sequence, the newest first."""
    return list(SequenceVersion.objects.filter(sequence=sequence_id).order_by("-number")[:MOST_VERSIONS])


def text_for(step: Step, enrollment_id: UUID) -> Text:
    """Return the text of a step for an enrollment: always the same one (variants loaded)."""
    texts = texts_of(step)
    letter = variant_of(enrollment_id, step.pk, [text.letter for text in texts])
    chosen = next(text for text in texts if text.letter == letter)
    return chosen if len(texts) > 1 else Text("", chosen.subject, chosen.body)


def texts_of(step: Step) -> list[Text]:
    """Return the texts of all variants of a step, A first (variants loaded)."""
    further = [Text(each.letter, each.subject, each.body) for each in step.variants.all()]
    return [Text(FIRST, step.subject, step.body), *further]


def subject_before(steps: list[Step], position: int, enrollment_id: UUID) -> str:
    """Return the subject of the nearest email step before a position that has one."""
    earlier = [step for step in steps if step.position < position and step.type == StepType.EMAIL]
    texts = (text_for(step, enrollment_id) for step in reversed(earlier))
    return next((text.subject for text in texts if text.subject.strip()), "")


def drafts_of(steps: Iterable[Step]) -> list[StepDraft]:
    """Return steps (variants loaded) as a person enters them."""
    return [_draft(step) for step in steps]


def _draft(step: Step) -> StepDraft:
    second = next((each for each in step.variants.all() if each.letter == SECOND), None)
    return StepDraft(
        type=step.type,
        delay_days=step.delay_days,
        in_business_days=step.in_business_days,
        subject=step.subject,
        body=step.body,
        second_subject=second.subject if second else "",
        second_body=second.body if second else "",
    )
