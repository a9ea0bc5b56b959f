"""Leads are routed, and the rules that say to whom."""

from collections.abc import Iterator, Mapping
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mauntic.kernel.errors import Invalid, NotAllowed
from revops.api.serializers.routing import RouteAnswer, RouteRequest, RuleShape
from revops.api.views.parsing import read, user_of
from revops.models import RoutingRule, Trigger
from revops.selectors.routing_rules import routing_rules
from revops.services.routing import route_contact
from revops.services.routing_drafts import MOST_RULES, RuleDraft, TargetDraft
from revops.services.routing_rules import set_rules


class RouteView(APIView):
    @extend_schema(request=RouteRequest, responses=RouteAnswer)
    def post(self, request: Request) -> Response:
        """Route a lead now, anew if it has an owner: who gets it, and why."""
        wanted = read(RouteRequest, request.data)
        decision = route_contact(**wanted, trigger=Trigger.API, by=user_of(request))
        return Response(RouteAnswer(decision).data)


class RulesView(APIView):
    @extend_schema(responses=RuleShape(many=True), operation_id="revops_routing_rules_list")
    def get(self, request: Request) -> Response:  # noqa: ARG002 (signature of DRF)
        """The rules, in the order in which they are tried."""
        return Response(_shown(list(routing_rules())))

    @extend_schema(request=RuleShape(many=True), responses=RuleShape(many=True))
    def put(self, request: Request) -> Response:
        """Have these rules, in this order, and no others."""
        if not user_of(request).is_ops:
            raise NotAllowed("Only ops and admins may change the rules of routing.")
        return Response(_shown(set_rules(drafts=_read(request.data))))


def _shown(rules: list[RoutingRule]) -> Any:
    rows = [
        {
            "id": rule.pk,
            "name": rule.name,
            "priority": place,
            "conditions": rule.conditions,
            "strategy": rule.strategy,
            "enabled": rule.enabled,
            "targets": list(rule.targets.all()),
        }
        for place, rule in enumerate(rules, 1)
    ]
    return RuleShape(rows, many=True).data


def _read(data: Any) -> list[RuleDraft]:
    """The drafts that were sent; `Invalid` names what cannot be read by rule."""
    if not isinstance(data, list) or len(data) > MOST_RULES:
        raise Invalid({"rules": f"Send the whole list of rules in their order, {MOST_RULES} at most."})
    readers = [RuleShape(data=each) for each in data]
    problems: dict[str, list[str]] = {}
    for number, reader in enumerate(readers):
        if not reader.is_valid():
            problems |= dict(_paths(f"rules[{number}]", reader.errors))
    if problems:
        raise Invalid(problems)
    return [_draft(reader.validated_data) for reader in readers]


def _draft(said: Mapping[str, Any]) -> RuleDraft:
    targets = [TargetDraft(**target) for target in said["targets"]]
    wanted = {name: said[name] for name in ("name", "strategy", "conditions", "enabled")}
    return RuleDraft(**wanted, id=said.get("id"), targets=targets)


def _paths(path: str, errors: Any) -> Iterator[tuple[str, list[str]]]:
    """What DRF says of nested values, each by its path; parts of lists are named by their number."""
    if not isinstance(errors, Mapping):
        yield path, [str(said) for said in errors]
        return
    for name, said in errors.items():
        if name == "non_field_errors":
            yield from _paths(path, said)
        else:
            yield from _paths(f"{path}[{name}]" if isinstance(name, int) else f"{path}.{name}", said)
