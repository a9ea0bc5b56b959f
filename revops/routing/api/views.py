"""API endpoints of routing."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.context import require_ops, signed_in
from mauntic.kernel.api.views import ApiView, read
from mauntic.kernel.errors import Invalid
from revops.routing.api.serializers import RouteAnswer, RouteRequest, RuleShape
from revops.routing.models import RoutingRule, Trigger
from revops.routing.selectors.rules import routing_rules
from revops.routing.services.drafts import MOST_RULES, RuleDraft, TargetDraft
from revops.routing.services.route import route_contact
from revops.routing.services.rules import set_rules


class RouteView(ApiView):
    @extend_schema(request=RouteRequest, responses=RouteAnswer)
    def post(self, request: Request) -> Response:
        """Route a lead now, also if it has an owner."""
        wanted = read(RouteRequest, request.data)
        decision = route_contact(**wanted, trigger=Trigger.API, by=signed_in(request))
        return Response(RouteAnswer(decision).data)


class RulesView(ApiView):
    @extend_schema(responses=RuleShape(many=True), operation_id="revops_routing_rules_list")
    def get(self, request: Request) -> Response:  # noqa: ARG002 (signature of DRF)
        """List the rules in their order."""
        return Response(_shown(list(routing_rules())))

    @extend_schema(request=RuleShape(many=True), responses=RuleShape(many=True))
    def put(self, request: Request) -> Response:
        """Replace all rules."""
        require_ops(request)
        return Response(_shown(set_rules(drafts=_read(request.data))))


def _shown(rules: list[RoutingRule]) -> Any:
    rows = [
        {
            "id": rule.pk,
            "name": rule.name,
            "priority": position,
            "conditions": rule.conditions,
            "strategy": rule.strategy,
            "enabled": rule.enabled,
            "targets": list(rule.targets.all()),
        }
        for position, rule in enumerate(rules, 1)
    ]
    return RuleShape(rows, many=True).data


def _read(data: Any) -> list[RuleDraft]:
    """Return the sent drafts.

    Raises:
        Invalid: names what cannot be read, by rule.
    """
    if not isinstance(data, list) or len(data) > MOST_RULES:
        raise Invalid({"rules": _("Send the list of all rules, at most {most}.").format(most=MOST_RULES)})
    readers = [RuleShape(data=each) for each in data]
    problems: dict[str, list[str]] = {}
    for number, reader in enumerate(readers):
        if not reader.is_valid():
            problems |= dict(_paths(f"rules[{number}]", reader.errors))
    if problems:
        raise Invalid(problems)
    return [_draft(reader.validated_data) for reader in readers]


def _draft(sent: Mapping[str, Any]) -> RuleDraft:
    targets = [TargetDraft(**target) for target in sent["targets"]]
    wanted = {name: sent[name] for name in ("name", "strategy", "conditions", "enabled")}
    return RuleDraft(**wanted, id=sent.get("id"), targets=targets)


def _paths(path: str, errors: Any) -> Iterator[tuple[str, list[str]]]:
    """Yield the errors of DRF by path; items of lists are named by their number."""
    if not isinstance(errors, Mapping):
        yield path, [str(error) for error in errors]
        return
    for name, nested in errors.items():
        if name == "non_field_errors":
            yield from _paths(path, nested)
        else:
            yield from _paths(f"{path}[{name}]" if isinstance(name, int) else f"{path}.{name}", nested)
