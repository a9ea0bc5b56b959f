"""Drafts of rules, and their validation; errors name each part by its path."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.codes import codes_text
from mauntic.kernel.conditions import Tree, find_contradictions, parse
from mauntic.kernel.conditions.tree import All
from mauntic.kernel.errors import Invalid
from mauntic.kernel.values.stored_text import is_storable
from revops.routing.domain.decisions import Rule, Strategy, Target
from revops.routing.models import RoutingRule
from revops.routing.selectors.fields import FIELDS

MOST_RULES, MOST_REPS, HEAVIEST, LONGEST_NAME = 100, 200, 1000, 100


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """A rep of a draft, with their weight relative to the others."""

    rep_id: UUID
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDraft:
    """A rule to save; without an `id` it is new. Without conditions it matches every lead."""

    name: str
    strategy: str
    targets: Sequence[TargetDraft]
    conditions: Mapping[str, Any]
    enabled: bool = True
    id: UUID | None = None


def check_drafts(drafts: Sequence[RuleDraft]) -> list[Rule]:
    """Return all rules for the domain, in order, without credits.

    Args:
        drafts: all rules of the organization, in order.

    Raises:
        Invalid: names everything that is wrong by paths such as `rules[2].targets[0].repId`.
    """
    if len(drafts) > MOST_RULES:
        raise Invalid(
            {"rules": _("Send at most {most} rules, not {count}.").format(most=MOST_RULES, count=len(drafts))}
        )
    known = _Known.of(drafts)
    rules: list[Rule] = []
    problems: dict[str, str] = {}
    for number, draft in enumerate(drafts):
        tree, wrong = _conditions(draft)
        wrong |= dict(known.problems(draft))
        problems |= {f"rules[{number}].{path}": problem for path, problem in wrong.items()}
        rules.append(_plain(draft, tree))
    if problems:
        raise Invalid(problems)
    return rules


def without_position(error: Invalid, position: int) -> Invalid:
    """Return the error with the paths of the rule at `position` relative to the rule.

    Args:
        error: problems by path, such as `rules[2].name`.
        position: the index of the rule in the list that was checked.
    """
    return Invalid(
        {path.removeprefix(f"rules[{position}]."): problems for path, problems in error.fields.items()}
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """Stored reps and rules that drafts are checked against."""

    people: frozenset[UUID]
    rules: frozenset[UUID]
    without_reps: frozenset[UUID]
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
            yield "id", _("There is no rule {id}. Leave out the id for a new rule.").format(id=draft.id)
        elif draft.id and self.ids[draft.id] > 1:
            yield "id", _("This rule is in the list twice. Leave out the id for a new rule.")
        name = draft.name.strip()
        if not name or len(name) > LONGEST_NAME or not is_storable(name):
            yield "name", _("Enter a name of 1 to {most} characters.").format(most=LONGEST_NAME)
        elif self.names[name.casefold()] > 1:
            yield "name", _('Another rule is named "{name}". Choose another name.').format(name=name)
        if draft.strategy not in set(Strategy):
            problem = _('"{strategy}" is not a strategy. Use one of {choices}.')
            choices = codes_text("strategy", Strategy)
            yield "strategy", problem.format(strategy=draft.strategy, choices=choices)
        # A rule that lost all its reps is accepted while it is off.
        if draft.enabled or draft.id not in self.without_reps or draft.targets:
            yield from self._of_targets(draft.targets)

    def _of_targets(self, targets: Sequence[TargetDraft]) -> Iterator[tuple[str, str]]:
        if not targets:
            yield "targets", _("Choose at least one rep.")
        if len(targets) > MOST_REPS:
            yield (
                "targets",
                _("Choose at most {most} reps, not {count}.").format(most=MOST_REPS, count=len(targets)),
            )
        seen: set[UUID] = set()
        for number, target in enumerate(targets):
            if target.rep_id not in self.people:
                yield f"targets[{number}].repId", _("There is no user {id}.").format(id=target.rep_id)
            elif target.rep_id in seen:
                yield (
                    f"targets[{number}].repId",
                    _("This rep is in the rule twice. Increase their weight instead."),
                )
            if not 1 <= target.weight <= HEAVIEST:
                yield (
                    f"targets[{number}].weight",
                    _("Enter a whole number from 1 to {most}.").format(most=HEAVIEST),
                )
            seen.add(target.rep_id)


def _conditions(draft: RuleDraft) -> tuple[Tree, dict[str, str]]:
    if not draft.conditions:
        return All(), {}
    try:
        tree = parse(draft.conditions, FIELDS)
    except Invalid as error:
        return All(), {path: " ".join(problems) for path, problems in error.fields.items()}
    clashes = find_contradictions(tree, FIELDS)
    return tree, {"conditions": " ".join(map(str, clashes))} if clashes else {}


def _plain(draft: RuleDraft, tree: Tree) -> Rule:
    strategy = Strategy(draft.strategy) if draft.strategy in set(Strategy) else Strategy.ROUND_ROBIN
    targets = tuple(Target(target.rep_id, target.weight) for target in draft.targets)
    return Rule(draft.id or uuid4(), draft.name.strip(), strategy, tree, targets)
