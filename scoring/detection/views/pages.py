"""Pages of signal types and their detection rules."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import require_ops, signed_in
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.pages.parts import attempt, later
from mauntic.kernel.pages.rendering import form_page
from scoring.detection.domain.rules import Rule, Trigger
from scoring.detection.forms import RuleForm, SignalTypeForm, TryForm
from scoring.detection.models import DetectionRule
from scoring.detection.selectors import types
from scoring.detection.selectors.matches import Matches, matches_of
from scoring.detection.selectors.rules import detector
from scoring.detection.selectors.words import describe_rule
from scoring.detection.services import rules
from scoring.detection.services.types import change_signal_type, restore_signal_type
from scoring.detection.views.shapes import fading_chart, life, shown_type, sla
from scoring.signals.models import SignalType

NEW = "new"


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule: its description, its form, and what it matched in the last 30 days."""

    words: str
    form: RuleForm
    matches: Matches | None
    enabled: bool


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show all types by category, and what a pasted happening would match."""
    volumes, policies = types.volumes(), types.policies_by_priority()
    rows = [shown_type(row, volumes[row.pk], policies.get(row.priority)) for row in types.types_with_rules()]
    form = TryForm(request.GET) if "value" in request.GET else TryForm()
    page = {
        "first_party": [row for row in rows if row.type.category == "first_party"],
        "third_party": [row for row in rows if row.type.category != "first_party"],
        "try_form": form,
        "tried": _tried(form, {row.type.pk: row.type for row in rows}) if form.is_bound else None,
        "may_change": signed_in(request).is_ops,
    }
    return render(request, "scoring/detection/signals.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show and save a type, with its rules."""
    if request.method == "GET":
        return _page(request, code)
    require_ops(request)
    form = SignalTypeForm(request.POST)
    if not form.is_valid():
        return _page(request, code, form=form)
    change_signal_type(code=code, change=form.change())
    messages.success(request, gettext("Signal settings saved. They apply to new signals."))
    return redirect("scoring:signal-type", code)


@login_required
@require_POST
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """Save, count or remove a rule of a type. Counting saves nothing."""
    require_ops(request)
    form = RuleForm(request.POST, code=code, prefix=request.POST.get("which", NEW))
    if not form.is_valid():
        return _page(request, code, rule_form=form, is_refused=True)
    do = _DOING.get(request.POST.get("do", ""))
    if do is None:
        raise Invalid({"do": f"Use one of {', '.join(_DOING)}."})
    try:
        do(request, form)
    except (Invalid, Conflict) as error:
        form.refuse(error)
        return _page(request, code, rule_form=form, is_refused=True)
    if do is _check:
        return _page(request, code, rule_form=form)
    return redirect("scoring:signal-type", code)


@login_required
@require_POST
def restore(request: HttpRequest, code: str) -> HttpResponse:
    """Restore the defaults of a type."""
    require_ops(request)
    row = restore_signal_type(code=code)
    messages.success(request, gettext('Defaults of "{signal}" restored.').format(signal=row.label))
    return redirect("scoring:signal-type", code)


def _page(
    request: HttpRequest,
    code: str,
    *,
    form: SignalTypeForm | None = None,
    rule_form: RuleForm | None = None,
    is_refused: bool = False,
) -> HttpResponse:
    row = types.type_with_rules(code)
    bound = {rule_form.prefix: rule_form} if rule_form else {}
    taken = {each.trigger for each in row.rules.all()}
    page = {
        "type": row,
        "form": form or SignalTypeForm.of(row),
        "rules": [_rule_shown(each, bound) for each in row.rules.all()],
        "new_form": bound.get(NEW) or RuleForm(code=code, prefix=NEW, taken=taken),
        "curve": later(lambda: fading_chart(row)),
        "life": life(row),
        "volume": later(lambda: types.volumes()[code]),
        "sla": sla(types.policies_by_priority().get(row.priority)),
        "may_change": signed_in(request).is_ops,
    }
    return form_page(request, "scoring/detection/signal_type.html", page, is_refused=is_refused or None)


def _rule_shown(row: DetectionRule, bound: dict[str | None, RuleForm]) -> RuleShown:
    form = bound.get(row.trigger) or RuleForm.of(row)
    matches = attempt("Matches of a rule", lambda: matches_of(row.rule()), lambda: None)
    return RuleShown(describe_rule(row.rule()), form, matches, row.enabled)


def _save(request: HttpRequest, form: RuleForm) -> None:
    rule, enabled = form.rule, form.cleaned_data["enabled"]
    row = rules.set_rule(
        signal_type=rule.signal_type,
        trigger=rule.trigger,
        values=rule.values,
        any_other=rule.any_other,
        enabled=enabled,
    )
    rule = row.rule()
    text = gettext("Rule saved: {rule}.") if enabled else gettext("Rule saved, but off: {rule}.")
    messages.success(request, text.format(rule=describe_rule(rule)))
    if enabled:
        _warn(request, rule, matches_of(rule))


def _check(request: HttpRequest, form: RuleForm) -> None:
    rule = rules.check_rule(rule=form.rule)
    matches = matches_of(rule)
    if matches is None:
        messages.info(request, gettext("This kind of rule cannot be counted. Nothing was saved."))
    else:
        messages.info(
            request, gettext("The rule matches {matches}. Nothing was saved.").format(matches=matches)
        )
    _warn(request, rule, matches)


def _remove(request: HttpRequest, form: RuleForm) -> None:
    rule = form.rule
    rules.remove_rule(signal_type=rule.signal_type, trigger=rule.trigger)
    messages.success(request, gettext("Rule removed: {rule}.").format(rule=describe_rule(rule)))


_DOING: dict[str, Callable[[HttpRequest, RuleForm], None]] = {
    "save": _save,
    "check": _check,
    "remove": _remove,
}


def _warn(request: HttpRequest, rule: Rule, matches: Matches | None) -> None:
    """Warn if the rule matches everything."""
    if matches and matches.is_everything:
        messages.warning(request, gettext("The rule matches everything: {matches}.").format(matches=matches))
    elif rule.takes_everything:
        messages.warning(
            request, gettext("The rule matches everything: {rule}.").format(rule=describe_rule(rule))
        )


def _tried(form: TryForm, by_code: dict[str, SignalType]) -> list[SignalType] | None:
    """Return the types that the entered happening shows; None if the form is invalid."""
    if not form.is_valid():
        return None
    trigger = Trigger(form.cleaned_data["kind"])
    return [by_code[code] for code in detector().shown_by(trigger, form.cleaned_data["value"])]
