"""Write drafts, whole or piece by piece. A draft is text for a person: nothing is sent or stored."""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from mauntic.kernel.errors import Conflict
from mauntic.kernel.translation import gettext as _
from revops.agents.copilot.domain.checking import Reason
from revops.agents.copilot.domain.drafts import Draft, Kept, Subject, Unfilled
from revops.agents.copilot.labels import removed_sentence
from revops.agents.copilot.services.tasks import Task
from revops.agents.facts.domain.facts import Fact
from revops.agents.llm.domain.answers import LlmAnswer
from revops.agents.llm.domain.errors import LlmError
from revops.agents.llm.services.calls import Restart, complete, stream


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A fact with the sentences that name it."""

    fact: Fact
    sentences: Sequence[str]


@dataclass(frozen=True, slots=True)
class Written:
    """A finished draft.

    Args:
        subjects: variants; none for an answer, or if none was supported.
        text: with greeting and name at the end.
        sentences: what stays of the model's answer, each with the ids of its facts.
        sources: the facts that the sentences name.
        removed: how many sentences and subjects were removed, by reason.
    """

    subjects: Sequence[str]
    text: str
    sentences: Sequence[Kept]
    sources: Sequence[Fact]
    removed: dict[Reason, int]

    @property
    def shown_sources(self) -> Sequence["ShownSource"]:
        """Return the facts that the sentences name, each with its sentences."""
        return [
            ShownSource(fact, [each.text for each in self.sentences if fact.id in each.facts])
            for fact in self.sources
        ]

    @property
    def removed_sentence(self) -> str:
        """Return what was removed and why, as a sentence."""
        return removed_sentence(self.removed)


@dataclass(frozen=True, slots=True)
class Restarted:
    """The draft begins anew: what came so far is void."""


@dataclass(frozen=True, slots=True)
class Failed:
    """There is no draft; `sentence` says why."""

    sentence: str


Progress = Subject | Kept | Restarted | Written | Failed


def write_draft(task: Task) -> Written:
    """Write a whole draft.

    Raises: `LlmError`; `Conflict` for a draft with a placeholder, or of which nothing is left.
    """
    draft = Draft(task.ground, task.has_subjects)
    answer = complete(request=task.request, purpose=task.purpose)
    try:
        list(draft.finish(answer.data))
    except Unfilled as error:
        raise Conflict(_unfilled(error)) from error
    return _written(task, draft)


def stream_draft(task: Task) -> Generator[Progress, None, None]:
    """Write a draft, and yield each subject and sentence once it is checked, then the whole.

    Close the generator when nobody reads on: the model stops, and the call is settled. Errors are yielded.
    """
    try:
        yield from _streamed(task)
    except (LlmError, Conflict) as error:
        yield Failed(error.message)
    except Unfilled as error:
        yield Failed(_unfilled(error))


def _streamed(task: Task) -> Generator[Progress, None, None]:
    draft = Draft(task.ground, task.has_subjects)
    pieces: Any = stream(request=task.request, purpose=task.purpose)
    with closing(pieces):  # a refused draft ends the call, too
        for piece in pieces:
            if isinstance(piece, Restart):
                draft.restart()
                yield Restarted()
            elif isinstance(piece, LlmAnswer):
                yield from draft.finish(piece.data)
            else:
                yield from draft.feed(piece)
    yield _written(task, draft)


def _written(task: Task, draft: Draft) -> Written:
    if not draft.sentences:
        why = removed_sentence(draft.removed)
        raise Conflict(_("No sentence is left. {why} Say more in the goal.").format(why=why))
    return Written(
        subjects=tuple(draft.subjects),
        text=f"{task.opening}\n\n{draft.text}\n\n{task.closing}",
        sentences=tuple(draft.sentences),
        sources=[task.ground.facts[each] for each in draft.used],
        removed=dict(draft.removed),
    )


def _unfilled(error: Unfilled) -> str:
    return _("The model left {placeholder} unfilled, so the draft was refused. Try again.").format(
        placeholder=error.placeholder[:60]
    )
