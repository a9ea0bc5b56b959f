"""Rules as somebody would have them: what is wrong with them, each part named by its path."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from mauntic.accounts.models import User
from mauntic.kernel.conditions import Tree, contradictions, parse
from mauntic.kernel.conditions.tree import All
from mauntic.kernel.errors import Invalid
from mauntic.kernel.stored_text import is_storable
from revops.domain.routing import Rule, Strategy, Target
from revops.models import RoutingRule
from revops.selectors.routing_fields import FIELDS

MOST_RULES, MOST_REPS, HEAVIEST, LONGEST_NAME = 100, 200, 1000, 100


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """A person who shall get leads, and their share beside the others'."""

    rep_id: UUID
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDraft:
    """A rule as it shall be; one without an `id` is new. Without conditions it applies to every lead."""

    name: str
    strategy: str
    targets: Sequence[TargetDraft]
    conditions: Mapping[str, Any]
    enabled: bool = True
    id: UUID | None = None


def check_drafts(drafts: Sequence[RuleDraft]) -> list[Rule]:
    """The whole list of rules as the domain knows them, in order, credits apart.

    `Invalid` names all that is wrong by paths such as `rules[2].targets[0].repId`.
    """
    if len(drafts) > MOST_RULES:
        raise Invalid({"rules": f"There are {len(drafts)} rules; {MOST_RULES} are the most."})
    known = _Known.of(drafts)
    rules: list[Rule] = []
    problems: dict[str, str] = {}
    for number, draft in enumerate(drafts):
        tree, wrong = _conditions(draft)
        wrong |= dict(known.problems(draft))
        problems |= {f"rules[{number}].{path}": said for path, said in wrong.items()}
        rules.append(_plain(draft, tree))
    if problems:
        raise Invalid(problems)
    return rules


def without_place(error: Invalid, place: int) -> Invalid:
    """What is wrong with the rule at that place, as if it stood alone; what else is wrong is kept."""
    return Invalid({path.removeprefix(f"rules[{place}]."): said for path, said in error.fields.items()})


@dataclass(frozen=True, slots=True)
class _Known:
    """What the drafts are held against."""

    people: frozenset[UUID]
    rules: frozenset[UUID]
    deserted: frozenset[UUID]
    names: Counter[str]
    ids: Counter[UUID]

    @classmethod
    def of(cls, drafts: Sequence[RuleDraft]) -> "_Known":
        wanted = {target.rep_id for draft in drafts for target in draft.targets}
        return cls(
            frozenset(User.objects.filter(pk__in=wanted).values_list("pk", flat=True)),
            frozenset(RoutingRule.objects.values_list("pk", flat=True)),
            frozenset(RoutingRule.objects.filter(targets=None).values_list("pk", flat=True)),
            Counter(draft.name.strip().casefold() for draft in drafts),
            Counter(draft.id for draft in drafts if draft.id),
        )

    def problems(self, draft: RuleDraft) -> Iterator[tuple[str, str]]:
        if draft.id and draft.id not in self.rules:
            yield "id", f"There is no rule {draft.id}. Leave the id out for a new rule."
        elif draft.id and self.ids[draft.id] > 1:
            yield "id", "This rule is in the list twice. Leave the id out for a new rule."
        name = draft.name.strip()
        if not name or len(name) > LONGEST_NAME or not is_storable(name):
            yield "name", f"Give the rule a name of 1 to {LONGEST_NAME} characters."
        elif self.names[name.casefold()] > 1:
            yield "name", f"Another rule is named “{name}”, too. Decisions tell rules by their names."
        if draft.strategy not in set(Strategy):
            yield "strategy", f"“{draft.strategy}” is no strategy. Use one of {', '.join(Strategy)}."
        # A rule whose people are all gone stands in nobody's way, as long as it is off.
        if draft.enabled or draft.id not in self.deserted or draft.targets:
            yield from self._of_targets(draft.targets)

    def _of_targets(self, targets: Sequence[TargetDraft]) -> Iterator[tuple[str, str]]:
        if not targets:
            yield "targets", "A rule without people gives leads to nobody. Name at least one."
        if len(targets) > MOST_REPS:
            yield "targets", f"There are {len(targets)} people; {MOST_REPS} are the most."
        seen: set[UUID] = set()
        for number, target in enumerate(targets):
            if target.rep_id not in self.people:
                yield f"targets[{number}].repId", f"There is no person {target.rep_id}."
            elif target.rep_id in seen:
                yield f"targets[{number}].repId", "This person is in the rule twice. Give them more weight."
            if not 1 <= target.weight <= HEAVIEST:
                yield f"targets[{number}].weight", f"A weight is a whole number from 1 to {HEAVIEST}."
            seen.add(target.rep_id)


def _conditions(draft: RuleDraft) -> tuple[Tree, dict[str, str]]:
    if not draft.conditions:
        return All(), {}
    try:
        tree = parse(draft.conditions, FIELDS)
    except Invalid as error:
        return All(), {path: " ".join(said) for path, said in error.fields.items()}
    clashes = contradictions(tree)
    return tree, {"conditions": " ".join(map(str, clashes))} if clashes else {}


def _plain(draft: RuleDraft, tree: Tree) -> Rule:
    strategy = Strategy(draft.strategy) if draft.strategy in set(Strategy) else Strategy.ROUND_ROBIN
    targets = tuple(Target(target.rep_id, target.weight) for target in draft.targets)
    return Rule(draft.id or uuid4(), draft.name.strip(), strategy, tree, targets)
