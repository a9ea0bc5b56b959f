"""Who has reached the goal of a journey, or meets its exit conditions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, UUIDField

from mauntic.automation.domain.options import Options
from mauntic.automation.models import Definition, RunReason
from mauntic.automation.registry.subjects import Subject
from mauntic.automation.selectors.at_hand import fields_of
from mauntic.automation.selectors.matching import matches_now
from mauntic.kernel.conditions import Broken, Tree, parse_strict
from mauntic.kernel.db.sets import among
from mauntic.kernel.errors import Invalid

HAS_RULES = Q(options__has_any_keys=["goal", "exit"])


@dataclass(frozen=True, slots=True)
class Rules:
    """The conditions by which a record leaves, by reason; in the order in which they are asked."""

    trees: Mapping[RunReason, Tree]


def rules_of(options: Options, subject: Subject) -> Rules:
    """Return the rules of a definition.

    Raises: `Invalid` if they name something that does not exist any more.
    """
    given = {RunReason.GOAL: options.goal, RunReason.LEFT: options.exit}
    return Rules({reason: _tree(stored, subject) for reason, stored in given.items() if stored})


def _tree(stored: object, subject: Subject) -> Tree:
    tree = parse_strict(stored, fields_of(subject))
    if isinstance(tree, Broken):
        raise Invalid(dict(tree.problems))
    return tree


def who_leaves(rules: Rules, subject: Subject, ids: Collection[UUID], at: datetime) -> dict[UUID, RunReason]:
    """Return which of some records leave, and why. A query for each rule."""
    found: dict[UUID, RunReason] = {}
    for reason, tree in rules.trees.items():
        left = [pk for pk in ids if pk not in found]
        if left:
            matched = matches_now(subject=subject, tree=tree, at=at).filter(among("pk", left, UUIDField()))
            found |= dict.fromkeys(matched.order_by().values_list("pk", flat=True), reason)
    return found


def anybody_may_leave() -> bool:
    """Return whether an active definition has a goal or exit conditions."""
    return Definition.objects.active().filter(HAS_RULES).exists()
