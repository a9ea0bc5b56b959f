"""Change routing rules: all at once, or one among the others."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.kernel.clock import now
from mauntic.kernel.conditions import as_json
from mauntic.kernel.conditions.tree import All
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from revops.routing.domain.decisions import Rule
from revops.routing.models import RoutingRule, RuleTarget
from revops.routing.selectors.rules import routing_rules
from revops.routing.services.drafts import RuleDraft, TargetDraft, check_drafts, without_position
from revops.routing.services.lock import lock_routing


@transaction.atomic
def set_rules(*, drafts: Sequence[RuleDraft]) -> list[RoutingRule]:
    """Replace all rules. Rules that stay keep the state of their turns.

    Args:
        drafts: the rules in their order.

    Returns: the rules.

    Raises:
        Invalid: names what is wrong, by rule. Nothing is written then.
    """
    lock_routing()
    rules = check_drafts(drafts)
    RoutingRule.objects.exclude(pk__in=[rule.id for rule in rules]).delete()
    before = _shares()
    _write_rules(rules, drafts)
    _write_targets(rules)
    reshared = [rule_id for rule_id, shares in _shares().items() if before.get(rule_id) != shares]
    RuleTarget.objects.filter(rule__in=reshared).update(credit=0)
    return list(routing_rules())


@transaction.atomic
def save_rule(*, draft: RuleDraft) -> RoutingRule:
    """Change a rule at its position, or append a new one.

    Args:
        draft: with the id of an existing rule, or without an id for a new one.

    Returns: the rule.

    Raises:
        Invalid: names the wrong fields of this rule.
        NotFound: the rule was removed.
    """
    lock_routing()
    drafts = current_drafts()
    position = position_of(draft, drafts)
    drafts[position : position + 1] = [draft]
    try:
        return set_rules(drafts=drafts)[position]
    except Invalid as error:
        raise without_position(error, position) from error


@transaction.atomic
def move_rule(*, rule_id: UUID, to: int) -> None:
    """Move a rule.

    Args:
        to: the new position; 0 is the first, values beyond the ends mean the ends.

    Raises:
        NotFound: the rule was removed.
    """
    lock_routing()
    drafts = current_drafts()
    moved = drafts.pop(_index(rule_id, drafts))
    drafts.insert(max(to, 0), moved)
    set_rules(drafts=drafts)


@transaction.atomic
def order_rules(*, rule_ids: Sequence[UUID]) -> None:
    """Set the order of the rules.

    Args:
        rule_ids: the ids of all rules, in the new order.

    Raises:
        Conflict: the ids are not those of the current rules.
    """
    lock_routing()
    drafts = {draft.id: draft for draft in current_drafts()}
    if len(rule_ids) != len(drafts) or set(rule_ids) != set(drafts):
        raise Conflict(_("Somebody added or removed a rule. Review the list, then try again."))
    set_rules(drafts=[drafts[pk] for pk in rule_ids])


@transaction.atomic
def switch_rule(*, rule_id: UUID, enabled: bool) -> None:
    """Turn a rule on or off.

    Args:
        rule_id: the id of the rule.
        enabled: True turns the rule on.

    Raises:
        NotFound: the rule was removed.
        Invalid: a rule without reps cannot be turned on.
    """
    lock_routing()
    drafts = current_drafts()
    position = _index(rule_id, drafts)
    drafts[position] = replace(drafts[position], enabled=enabled)
    set_rules(drafts=drafts)


@transaction.atomic
def remove_rule(*, rule_id: UUID) -> None:
    """Delete a rule. Its decisions stay and keep its name.

    Args:
        rule_id: the id of the rule.

    Raises:
        NotFound: the rule was removed before.
    """
    lock_routing()
    drafts = current_drafts()
    del drafts[_index(rule_id, drafts)]
    set_rules(drafts=drafts)


def current_drafts() -> list[RuleDraft]:
    """Return the current rules as drafts; a rule without reps is off."""
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
    """Return the rules that would be active with the draft turned on.

    Args:
        draft: an existing rule with changes, or a new one.

    Raises:
        Invalid: names the wrong fields of the draft.
    """
    drafts = current_drafts()
    position = position_of(draft, drafts)
    drafts[position : position + 1] = [replace(draft, enabled=True)]
    try:
        rules = check_drafts(drafts)
    except Invalid as error:
        raise without_position(error, position) from error
    return [rule for rule, each in zip(rules, drafts, strict=True) if each.enabled]


def position_of(draft: RuleDraft, drafts: Sequence[RuleDraft]) -> int:
    """Return the position of a draft among the rules; a new one comes last.

    Args:
        draft: the rule to look for, by id.
        drafts: the current rules, in order.
    """
    return _index(draft.id, drafts) if draft.id else len(drafts)


def _index(rule_id: UUID, drafts: Sequence[RuleDraft]) -> int:
    for position, draft in enumerate(drafts):
        if draft.id == rule_id:
            return position
    raise NotFound(_("There is no such rule. Somebody may have removed it."))


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
    """Write the reps of the rules. Reps who stay keep their credit, and so their turn."""
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
    """Return how each rule shares its turns: strategy, reps and weights."""
    shares: dict[UUID, set[tuple[str, UUID, int]]] = {}
    found = RuleTarget.objects.values_list("rule", "rule__strategy", "rep", "weight")
    for rule_id, strategy, rep_id, weight in found:
        shares.setdefault(rule_id, set()).add((strategy, rep_id, weight))
    return {rule_id: frozenset(each) for rule_id, each in shares.items()}
