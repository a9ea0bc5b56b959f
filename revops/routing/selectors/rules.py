"""Routing rules in their order, and which of them matches a lead."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from mauntic.kernel.conditions import from_json
from mauntic.kernel.conditions.sql import Column, compiled
from revops.routing.domain.decisions import Rule, Strategy, Target
from revops.routing.models import RoutingRule, RoutingSettings, RuleTarget
from revops.routing.selectors.fields import COLUMNS


def routing_rules() -> QuerySet[RoutingRule]:
    """Return all rules in their order, with their reps."""
    targets = RuleTarget.objects.select_related("rep")
    return RoutingRule.objects.prefetch_related(Prefetch("targets", queryset=targets))


def rules_in_force() -> list[Rule]:
    """Return the active rules in their order, for the domain."""
    rules = RoutingRule.objects.filter(enabled=True).prefetch_related("targets")
    return [plain(rule) for rule in rules]


def plain(row: RoutingRule) -> Rule:
    """Return a rule for the domain."""
    targets = (Target(each.rep_id, each.weight, each.credit, each.pk) for each in row.targets.all())
    return Rule(row.pk, row.name, Strategy(row.strategy), from_json(row.conditions), tuple(targets))


def routing_settings() -> RoutingSettings:
    """Return the settings of routing, or the defaults."""
    return RoutingSettings.objects.select_related("fallback").first() or RoutingSettings()


def is_routing() -> bool:
    """Return whether a rule is on or there is a fallback."""
    has_fallback = RoutingSettings.objects.filter(fallback__isnull=False).exists()
    return has_fallback or RoutingRule.objects.filter(enabled=True).exists()


def applies(rule: Rule, at: datetime, columns: Mapping[str, Column] = COLUMNS) -> Q:
    """Return the condition for contacts that the rule matches at `at`.

    Args:
        rule: its conditions.
        at: the time that relative conditions count from.
        columns: where the fields are; by default the stored ones.
    """
    return compiled(rule.conditions, columns, at)


def first_that_applies(
    rules: Sequence[Rule], at: datetime, columns: Mapping[str, Column] = COLUMNS
) -> Case | Value:
    """Return the position in `rules` of the first rule that matches a contact; NULL if none does.

    Args:
        rules: in order.
        at: the time that relative conditions count from.
        columns: as of `applies`.
    """
    whens = [When(applies(rule, at, columns), then=Value(index)) for index, rule in enumerate(rules)]
    nothing = Value(None, output_field=IntegerField())
    return Case(*whens, default=nothing, output_field=IntegerField()) if whens else nothing
