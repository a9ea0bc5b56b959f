"""Edit a routing rule: simulate it on the leads of the last 30 days, then save it."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mauntic.accounts.context import ops_required
from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.parts import later
from mauntic.kernel.pages.rendering import form_page
from revops.routing.forms.rules import RuleForm
from revops.routing.models import RoutingRule
from revops.routing.selectors.rules import routing_rules, routing_settings
from revops.routing.selectors.simulation import Simulation, simulate
from revops.routing.services.drafts import RuleDraft
from revops.routing.services.rules import proposed_rules, save_rule

PART = "rule"


@ops_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, rule_id: UUID | None = None) -> HttpResponse:
    """Edit a rule, or create one. Buttons of the condition builder change the form and save nothing."""
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
        "is_tried": seen is not None,
        "tally": later(lambda: seen.tally_of(row.pk if row else None) if seen else None),
        "tab": "rules",
    }
    is_refused = form.is_bound and form.is_wrong
    return form_page(request, "revops/routing/rule.html", page, part=PART, is_refused=is_refused)


def _people(row: RoutingRule | None) -> list[User]:
    """Return all active users, and the deactivated ones of the rule."""
    there = [target.rep_id for target in row.targets.all()] if row else []
    return list(User.objects.filter(Q(is_active=True) | Q(pk__in=there)))


def _save(request: HttpRequest, form: RuleForm, draft: RuleDraft) -> bool:
    try:
        saved = save_rule(draft=draft)
    except Invalid as error:
        form.refuse(error)
        return False
    text = _('Rule "{name}" saved.') if saved.enabled else _('Rule "{name}" saved. It is off.')
    messages.success(request, text.format(name=saved.name))
    return True


def _simulated(form: RuleForm, draft: RuleDraft) -> Simulation | None:
    try:
        rules = proposed_rules(draft)
    except Invalid as error:
        form.refuse(error)
        return None
    return later(lambda: simulate(rules, routing_settings(), now()))
