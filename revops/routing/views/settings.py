"""The list of rules, their simulation, and the settings of routing."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.clock import now
from mauntic.kernel.conditions import All, from_json
from mauntic.kernel.conditions.descriptions import words
from mauntic.kernel.errors import Conflict, Invalid, NotAllowed
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.parts import later
from mauntic.kernel.pages.rendering import form_page
from mauntic.kernel.parsing import uuids
from revops.routing.forms.people import RoutingForm
from revops.routing.models import RoutingRule, Strategy
from revops.routing.selectors.fields import FIELDS
from revops.routing.selectors.rules import routing_rules, routing_settings, rules_in_force
from revops.routing.selectors.simulation import simulate
from revops.routing.services.rules import move_rule, order_rules, remove_rule, switch_rule
from revops.routing.services.settings import set_routing

_POSITION = re.compile(r"-?[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule with its conditions as text (empty if it matches every lead) and the names of its reps."""

    rule: RoutingRule
    when: str
    people: list[str]


@login_required
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules in their order."""
    page = {
        "rules": [_shown(rule) for rule in routing_rules()],
        "settings": routing_settings(),
        "may_change": signed_in(request).is_ops,
        "tab": "rules",
    }
    return render(request, "revops/routing/routing.html", page)


@login_required
@require_GET
def simulation(request: HttpRequest) -> HttpResponse:
    """Simulate the current rules on the leads of the last 30 days; managers only."""
    if not signed_in(request).is_manager:
        raise NotAllowed(_("Only managers, ops and admins can simulate rules. Ask your manager."))
    seen = later(lambda: simulate(rules_in_force(), routing_settings(), now()))
    return render(request, "revops/routing/simulation.html", {"seen": seen, "tab": "rules"})


@ops_required
@require_POST
def change_rule(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """Move, turn on or off, or remove a rule."""
    match request.POST.get("do", "").split(":"):
        case ["move", position] if _POSITION.fullmatch(position):
            move_rule(rule_id=rule_id, to=int(position))
        case ["on" | "off" as state]:
            switch_rule(rule_id=rule_id, enabled=state == "on")
        case ["remove"]:
            remove_rule(rule_id=rule_id)
            messages.success(request, _("Rule removed. Its decisions keep its name."))
        case _other:
            raise Invalid({"do": _("Move the rule, turn it on or off, or remove it.")})
    return redirect("revops:routing")


@ops_required
@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Save the order of the rules."""
    try:
        order_rules(rule_ids=uuids(request.POST.getlist("rule")))
    except Conflict as error:
        messages.error(request, error.message)
    return redirect("revops:routing")


@ops_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Edit the settings of routing."""
    form = RoutingForm(request.POST or None, row=routing_settings())
    if request.method == "POST" and form.is_valid() and _save(form):
        messages.success(request, _("Settings saved. They apply to leads from now on."))
        return redirect("revops:routing-settings")
    page = {"form": form, "tab": "settings"}
    return form_page(request, "revops/routing/settings.html", page)


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
    tree = from_json(rule.conditions)
    return RuleShown(rule, "" if tree == All() else words(tree, FIELDS), people)
