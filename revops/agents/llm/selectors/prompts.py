"""The prompts of agents with the versions of their house instructions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mauntic.kernel.differences import Piece, difference
from mauntic.kernel.errors import NotFound
from revops.agents.llm.domain.prompts import PROMPTS, Prompt
from revops.agents.llm.domain.requests import Agent
from revops.agents.llm.labels import agent_name
from revops.agents.llm.models.instructions import PromptInstructions

SHOWN_VERSIONS = 100


@dataclass(frozen=True, slots=True)
class PromptState:
    """A prompt with its newest house instructions; None if there never were any."""

    prompt: Prompt
    newest: PromptInstructions | None

    @property
    def agent(self) -> str:
        """Return the name of the agent."""
        return agent_name(self.prompt.agent)

    @property
    def number(self) -> int:
        """Return the version of the house instructions, 0 for none."""
        return self.newest.number if self.newest else 0

    @property
    def instructions(self) -> str:
        """Return the house instructions."""
        return self.newest.text if self.newest else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of house instructions, 0 for the time before the first, and how they differ."""

    before: int
    after: int
    pieces: Sequence[Piece]

    @property
    def is_same(self) -> bool:
        """Return whether nothing differs."""
        return all(piece.kind == "same" for piece in self.pieces)


def prompt_states() -> list[PromptState]:
    """Return all prompts in the order of the agents; one query."""
    rows = PromptInstructions.objects.select_related("created_by").order_by("prompt", "-number")
    newest = {row.prompt: row for row in rows.distinct("prompt")}
    order = list(Agent)
    prompts = sorted(PROMPTS.values(), key=lambda each: (order.index(each.agent), each.name))
    return [PromptState(each, newest.get(each.name)) for each in prompts]


def prompt_state(name: str) -> PromptState:
    """Return one prompt.

    Raises: `NotFound` for an unknown name.
    """
    return PromptState(prompt_of(name), newest_instructions(name))


def prompt_of(name: str) -> Prompt:
    """Return the prompt of a name.

    Raises: `NotFound`.
    """
    if name not in PROMPTS:
        known = ", ".join(sorted(PROMPTS))
        raise NotFound(_('Unknown prompt "{name}". Use one of {known}.').format(name=name, known=known))
    return PROMPTS[name]


def newest_instructions(name: str) -> PromptInstructions | None:
    """Return the house instructions that calls with a prompt get."""
    return PromptInstructions.objects.filter(prompt=name).order_by("-number").first()


def versions_of(name: str) -> list[PromptInstructions]:
    """Return the latest 100 versions of house instructions, the newest first."""
    rows = PromptInstructions.objects.filter(prompt=name).select_related("created_by")
    return list(rows.order_by("-number")[:SHOWN_VERSIONS])


def compare(name: str, before: int, after: int) -> Comparison:
    """Return how two versions of house instructions differ.

    Args:
        before: the number of a version, 0 for the time before the first.

    Raises: `NotFound` for a version that does not exist.
    """
    texts = dict(
        PromptInstructions.objects.filter(prompt=name, number__in={before, after}).values_list(
            "number", "text"
        )
    ) | {0: ""}
    if missing := {before, after} - texts.keys():
        raise NotFound(_("There is no version {number}.").format(number=min(missing)))
    return Comparison(before, after, difference(texts[before], texts[after]))
