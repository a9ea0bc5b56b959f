"""One rule of routing while it is being made: tried on the leads of the last month before it is kept."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from mauntic.accounts.context import ops_required
from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from mauntic.kernel.rendering import page_or_part
from revops.forms.routing import RuleForm
from revops.models import RoutingRule
from revops.selectors.routing_rules import routing_rules, routing_settings
from revops.selectors.routing_simulation import Simulation, simulate
from revops.services.routing_drafts import RuleDraft
from revops.services.routing_rules import proposed_rules, save_rule

PART = "rule"


@ops_required
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, rule_id: UUID | None = None) -> HttpResponse:
    """The rule, a new one without an id: a button of the builder changes what is typed and keeps nothing."""
    row = get_object_or_404(routing_rules(), pk=rule_id) if rule_id else None
    sent = request.POST if request.method == "POST" else None
    action = request.POST.get("do", "")
    is_draft = action not in ("simulate", "save")
    form = RuleForm(sent, row=row, people=_people(row), is_draft=is_draft)
    if is_draft:
        form.edit(action)
        return _page(request, form)
    draft = form.draft()
    if draft and action == "save" and _save(request, form, draft):
        return redirect("revops:routing")
    seen = _simulated(form, draft) if draft and action == "simulate" else None
    return _page(request, form, seen)


def _page(request: HttpRequest, form: RuleForm, seen: Simulation | None = None) -> HttpResponse:
    row = form.row
    page = {
        "form": form,
        "rule": row,
        "seen": seen,
        "tally": seen.tally_of(row.pk if row else None) if seen else None,
        "tab": "rules",
    }
    # 422 is what htmx shows though something is wrong.
    status = 422 if form.is_bound and form.is_wrong else 200
    return page_or_part(request, "revops/routing_rule.html", PART, page, status=status)


def _people(row: RoutingRule | None) -> list[User]:
    """Whoever may sign in, and those of the rule who no longer may."""
    there = [target.rep_id for target in row.targets.all()] if row else []
    return list(User.objects.filter(Q(is_active=True) | Q(pk__in=there)))


def _save(request: HttpRequest, form: RuleForm, draft: RuleDraft) -> bool:
    try:
        saved = save_rule(draft=draft)
    except Invalid as error:
        form.refuse(error)
        return False
    messages.success(request, f"“{saved.name}” is saved{' and in force' if saved.enabled else ', and off'}.")
    return True


def _simulated(form: RuleForm, draft: RuleDraft) -> Simulation | None:
    try:
        rules = proposed_rules(draft)
    except Invalid as error:
        form.refuse(error)
        return None
    return simulate(rules, routing_settings(), now())
