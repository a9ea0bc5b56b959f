"""The rules of routing in their order, and which of them applies to a lead."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from mauntic.kernel.conditions import from_json
from mauntic.kernel.conditions.sql import compiled
from revops.domain.routing import Rule, Strategy, Target
from revops.models import RoutingRule, RoutingSettings, RuleTarget
from revops.selectors.routing_fields import COLUMNS


def routing_rules() -> QuerySet[RoutingRule]:
    """All rules in their order, with their people."""
    targets = RuleTarget.objects.select_related("rep")
    return RoutingRule.objects.prefetch_related(Prefetch("targets", queryset=targets))


def rules_in_force() -> list[Rule]:
    """The rules that are on, in their order, as the domain knows them."""
    rules = RoutingRule.objects.filter(enabled=True).prefetch_related("targets")
    return [plain(rule) for rule in rules]


def plain(row: RoutingRule) -> Rule:
    """A rule as the domain knows it."""
    targets = (Target(each.rep_id, each.weight, each.credit, each.pk) for each in row.targets.all())
    return Rule(row.pk, row.name, Strategy(row.strategy), from_json(row.conditions), tuple(targets))


def routing_settings() -> RoutingSettings:
    """How leads are routed; the defaults where nothing was stored."""
    return RoutingSettings.objects.select_related("fallback").first() or RoutingSettings()


def is_routing() -> bool:
    """Whether there is anything that could give a lead to somebody."""
    has_fallback = RoutingSettings.objects.filter(fallback__isnull=False).exists()
    return has_fallback or RoutingRule.objects.filter(enabled=True).exists()


def applies(rule: Rule, at: datetime) -> Q:
    """The contacts to which the rule's conditions apply at that moment."""
    return compiled(rule.conditions, COLUMNS, at)


def first_that_applies(rules: Sequence[Rule], at: datetime) -> Case | Value:
    """The place in `rules` of the first whose conditions hold of a contact; NULL when none does."""
    whens = [When(applies(rule, at), then=Value(place)) for place, rule in enumerate(rules)]
    nothing = Value(None, output_field=IntegerField())
    return Case(*whens, default=nothing, output_field=IntegerField()) if whens else nothing
