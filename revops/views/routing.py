"""Routing: the rules in order, what they would have done, and how leads are routed at all."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.clock import now
from mauntic.kernel.conditions import from_json
from mauntic.kernel.conditions.builder import words
from mauntic.kernel.errors import Conflict, Invalid, NotAllowed
from mauntic.kernel.forms import add_errors
from mauntic.kernel.parsing import uuids
from revops.forms.routing_people import RoutingForm
from revops.models import RoutingRule, Strategy
from revops.selectors.routing_fields import FIELDS
from revops.selectors.routing_rules import routing_rules, routing_settings, rules_in_force
from revops.selectors.routing_simulation import simulate
from revops.services.routing_rules import move_rule, order_rules, remove_rule, switch_rule
from revops.services.routing_settings import set_routing

_PLACE = re.compile(r"-?[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule with its conditions in words, and its people by name."""

    rule: RoutingRule
    when: str
    people: list[str]


@login_required
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """The rules in the order in which they are tried."""
    page = {
        "rules": [_shown(rule) for rule in routing_rules()],
        "settings": routing_settings(),
        "may_change": signed_in(request).is_ops,
        "tab": "rules",
    }
    return render(request, "revops/routing.html", page)


@login_required
@require_GET
def simulation(request: HttpRequest) -> HttpResponse:
    """What the rules as they are would have done with the leads of the last month, for those over teams."""
    if not signed_in(request).is_manager:
        raise NotAllowed("Only managers, ops and admins see what everybody would get. Ask yours.")
    seen = simulate(rules_in_force(), routing_settings(), now())
    return render(request, "revops/routing_simulation.html", {"seen": seen, "tab": "rules"})


@ops_required
@require_POST
def change_rule(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """Move, switch or remove a rule."""
    match request.POST.get("do", "").split(":"):
        case ["move", place] if _PLACE.fullmatch(place):
            move_rule(rule_id=rule_id, to=int(place))
        case ["on" | "off" as state]:
            switch_rule(rule_id=rule_id, enabled=state == "on")
        case ["remove"]:
            remove_rule(rule_id=rule_id)
            messages.success(request, "The rule is gone; decisions that it made keep its name.")
    return redirect("revops:routing")


@ops_required
@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Have the rules in the order in which they were put."""
    try:
        order_rules(rule_ids=uuids(request.POST.getlist("rule")))
    except Conflict as error:
        messages.error(request, error.message)
    return redirect("revops:routing")


@ops_required
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """When leads are routed, and what counts besides the rules."""
    form = RoutingForm(request.POST or None, row=routing_settings())
    if request.method == "POST" and form.is_valid() and _save(form):
        messages.success(request, "Saved. It holds for leads from now on.")
        return redirect("revops:routing-settings")
    page = {"form": form, "tab": "settings"}
    return render(request, "revops/routing_settings.html", page, status=400 if form.errors else 200)


def _save(form: RoutingForm) -> bool:
    try:
        set_routing(policy=form.policy())
    except Invalid as error:
        add_errors(form, error)
        return False
    return True


def _shown(rule: RoutingRule) -> RuleShown:
    is_even = rule.strategy == Strategy.ROUND_ROBIN
    people = [
        str(target.rep) if is_even or target.weight == 1 else f"{target.rep} ×{target.weight}"
        for target in rule.targets.all()
    ]
    return RuleShown(rule, words(from_json(rule.conditions), FIELDS), people)
