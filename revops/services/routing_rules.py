"""The rules of routing change: all of them at once, or one among the others."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from mauntic.kernel.clock import now
from mauntic.kernel.conditions import as_json
from mauntic.kernel.conditions.tree import All
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from revops.domain.routing import Rule
from revops.models import RoutingRule, RuleTarget
from revops.selectors.routing_rules import routing_rules
from revops.services.routing_drafts import RuleDraft, TargetDraft, check_drafts, without_place
from revops.services.routing_lock import lock_routing


@transaction.atomic
def set_rules(*, drafts: Sequence[RuleDraft]) -> list[RoutingRule]:
    """Have these rules, in this order, and no others; all of them as they are then.

    A rule that is kept keeps its turns. `Invalid` names what is wrong by rule, and nothing is written.
    """
    lock_routing()
    rules = check_drafts(drafts)
    RoutingRule.objects.exclude(pk__in=[rule.id for rule in rules]).delete()
    before = _shares()
    _write_rules(rules, drafts)
    _write_targets(rules)
    shared_anew = [rule_id for rule_id, shares in _shares().items() if before.get(rule_id) != shares]
    RuleTarget.objects.filter(rule__in=shared_anew).update(credit=0)
    return list(routing_rules())


@transaction.atomic
def save_rule(*, draft: RuleDraft) -> RoutingRule:
    """Change a rule in its place, or add it behind the others; `Invalid` as for a rule that stands alone."""
    lock_routing()
    drafts = current_drafts()
    place = place_of(draft, drafts)
    drafts[place : place + 1] = [draft]
    try:
        return set_rules(drafts=drafts)[place]
    except Invalid as error:
        raise without_place(error, place) from error


@transaction.atomic
def move_rule(*, rule_id: UUID, to: int) -> None:
    """Put a rule at that place, 0 is the first; beyond the ends is at the end."""
    lock_routing()
    drafts = current_drafts()
    moved = drafts.pop(_index(rule_id, drafts))
    drafts.insert(max(to, 0), moved)
    set_rules(drafts=drafts)


@transaction.atomic
def order_rules(*, rule_ids: Sequence[UUID]) -> None:
    """Have the rules in this order; `Conflict` when they are not those that there are."""
    lock_routing()
    drafts = {draft.id: draft for draft in current_drafts()}
    if len(rule_ids) != len(drafts) or set(rule_ids) != set(drafts):
        raise Conflict("Somebody added or removed a rule meanwhile. Look at the list again.")
    set_rules(drafts=[drafts[pk] for pk in rule_ids])


@transaction.atomic
def switch_rule(*, rule_id: UUID, enabled: bool) -> None:
    """Switch a rule on or off."""
    lock_routing()
    drafts = current_drafts()
    place = _index(rule_id, drafts)
    drafts[place] = replace(drafts[place], enabled=enabled)
    set_rules(drafts=drafts)


@transaction.atomic
def remove_rule(*, rule_id: UUID) -> None:
    """Do without a rule; its decisions stay, with its name."""
    lock_routing()
    drafts = current_drafts()
    del drafts[_index(rule_id, drafts)]
    set_rules(drafts=drafts)


def current_drafts() -> list[RuleDraft]:
    """The rules as they are, to be changed; one whose people are all gone is off."""
    return [
        RuleDraft(
            id=rule.pk,
            name=rule.name,
            strategy=rule.strategy,
            conditions=rule.conditions,
            enabled=rule.enabled and bool(rule.targets.all()),
            targets=[TargetDraft(target.rep_id, target.weight) for target in rule.targets.all()],
        )
        for rule in routing_rules()
    ]


def proposed_rules(draft: RuleDraft) -> list[Rule]:
    """The rules that would be in force with the draft switched on among them; `Invalid` as in `save_rule`."""
    drafts = current_drafts()
    place = place_of(draft, drafts)
    drafts[place : place + 1] = [replace(draft, enabled=True)]
    try:
        rules = check_drafts(drafts)
    except Invalid as error:
        raise without_place(error, place) from error
    return [rule for rule, each in zip(rules, drafts, strict=True) if each.enabled]


def place_of(draft: RuleDraft, drafts: Sequence[RuleDraft]) -> int:
    """Where a draft stands among the rules: in its own place, a new one behind them."""
    return _index(draft.id, drafts) if draft.id else len(drafts)


def _index(rule_id: UUID, drafts: Sequence[RuleDraft]) -> int:
    for place, draft in enumerate(drafts):
        if draft.id == rule_id:
            return place
    raise NotFound("There is no such rule; somebody may have removed it.")


def _write_rules(rules: Sequence[Rule], drafts: Sequence[RuleDraft]) -> None:
    at = now()
    rows = [
        RoutingRule(
            pk=rule.id,
            name=rule.name,
            position=position,
            conditions={} if rule.conditions == All() else as_json(rule.conditions),
            strategy=rule.strategy.value,
            enabled=draft.enabled,
            updated_at=at,
        )
        for position, (rule, draft) in enumerate(zip(rules, drafts, strict=True))
    ]
    written = ["name", "position", "conditions", "strategy", "enabled", "updated_at"]
    RoutingRule.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=written)


def _write_targets(rules: Sequence[Rule]) -> None:
    """Those who stay keep their credit, and so their turn, as long as the turns are shared out as before."""
    there = {(target.rule_id, target.rep_id): target.pk for target in RuleTarget.objects.all()}
    rows = [
        RuleTarget(rule_id=rule.id, rep_id=target.rep, weight=target.weight, position=position)
        for rule in rules
        for position, target in enumerate(rule.targets)
    ]
    for row in rows:
        row.pk = there.get((row.rule_id, row.rep_id), row.pk)
    RuleTarget.objects.exclude(pk__in=[row.pk for row in rows]).delete()
    RuleTarget.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=["weight", "position"]
    )


def _shares() -> dict[UUID, frozenset[tuple[str, UUID, int]]]:
    """How each rule shares turns out: its strategy, its people, their weights."""
    shares: dict[UUID, set[tuple[str, UUID, int]]] = {}
    found = RuleTarget.objects.values_list("rule", "rule__strategy", "rep", "weight")
    for rule_id, strategy, rep_id, weight in found:
        shares.setdefault(rule_id, set()).add((strategy, rep_id, weight))
    return {rule_id: frozenset(each) for rule_id, each in shares.items()}
