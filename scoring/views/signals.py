"""What counts as intent: the types of signals, and the rules that detect them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.kernel.errors import Conflict, Invalid
from scoring import selectors, services
from scoring.domain.detection import Rule, Trigger
from scoring.domain.rule_words import sentence
from scoring.forms.signals import RuleForm, SignalTypeForm, TryForm
from scoring.models import DetectionRule, SignalType
from scoring.views.access import require_ops, signed_in
from scoring.views.signal_shapes import LARGE, fading_line, life, promised, shown

CHANGE = "change what counts as intent"
NEW = "new"


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule in words, the form that changes it, and what it applied to of late."""

    words: str
    form: RuleForm
    matches: selectors.Matches | None
    enabled: bool


@login_required
@require_GET
def signals(request: HttpRequest) -> HttpResponse:
    """All types by category, and what something that is pasted would show."""
    volumes, promises = selectors.volumes(), selectors.promises()
    rows = [shown(row, volumes[row.pk], promises.get(row.priority)) for row in selectors.types_with_rules()]
    form = TryForm(request.GET) if "value" in request.GET else TryForm()
    page = {
        "first_party": [row for row in rows if row.type.category == "first_party"],
        "third_party": [row for row in rows if row.type.category != "first_party"],
        "try_form": form,
        "tried": _tried(form, {row.type.pk: row.type for row in rows}) if form.is_bound else None,
        "may_change": signed_in(request).is_ops,
    }
    return render(request, "scoring/signals.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def signal_type(request: HttpRequest, code: str) -> HttpResponse:
    """One type: what it counts, how it fades, and its rules."""
    if request.method == "GET":
        return _page(request, code)
    require_ops(request, CHANGE)
    form = SignalTypeForm(request.POST)
    if not form.is_valid():
        return _page(request, code, form=form, status=400)
    services.change_signal_type(code=code, change=form.change())
    messages.success(request, "Saved. It holds for signals from now on; those that are there keep theirs.")
    return redirect("scoring:signal-type", code)


@login_required
@require_POST
def signal_rule(request: HttpRequest, code: str) -> HttpResponse:
    """Save, check or remove one rule of a type; what is only checked is counted and not kept."""
    require_ops(request, CHANGE)
    form = RuleForm(request.POST, code=code, prefix=request.POST.get("which", NEW))
    if not form.is_valid():
        return _page(request, code, rule_form=form, status=400)
    do = _DOING.get(request.POST.get("do", ""), _save)
    try:
        do(request, form)
    except (Invalid, Conflict) as error:
        form.refuse(error)
        return _page(request, code, rule_form=form, status=400)
    if do is _check:
        return _page(request, code, rule_form=form)
    return redirect("scoring:signal-type", code)


@login_required
@require_POST
def restore_signal(request: HttpRequest, code: str) -> HttpResponse:
    """Give a type back what every organization starts with."""
    require_ops(request, CHANGE)
    row = services.restore_signal_type(code=code)
    messages.success(request, f"{row.label} is as it was in the beginning, with its rules.")
    return redirect("scoring:signal-type", code)


def _page(
    request: HttpRequest,
    code: str,
    *,
    form: SignalTypeForm | None = None,
    rule_form: RuleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    row = selectors.type_with_rules(code)
    bound = {rule_form.prefix: rule_form} if rule_form else {}
    taken = {each.trigger for each in row.rules.all()}
    page = {
        "type": row,
        "form": form or SignalTypeForm.of(row),
        "rules": [_rule_shown(each, bound) for each in row.rules.all()],
        "new_form": bound.get(NEW) or RuleForm(code=code, prefix=NEW, taken=taken),
        "curve": fading_line(row, LARGE),
        "life": life(row),
        "volume": selectors.volumes()[code],
        "promise": promised(selectors.promises().get(row.priority)),
        "may_change": signed_in(request).is_ops,
    }
    return render(request, "scoring/signal_type.html", page, status=status)


def _rule_shown(row: DetectionRule, bound: dict[str | None, RuleForm]) -> RuleShown:
    form = bound.get(row.trigger) or RuleForm.of(row)
    return RuleShown(sentence(row.rule()), form, selectors.matches_of(row.rule()), row.enabled)


def _save(request: HttpRequest, form: RuleForm) -> None:
    rule, enabled = form.rule, form.cleaned_data["enabled"]
    row = services.set_rule(
        signal_type=rule.signal_type,
        trigger=rule.trigger,
        values=rule.values,
        any_other=rule.any_other,
        enabled=enabled,
    )
    kept = row.rule()
    messages.success(request, f"{'From now on' if enabled else 'Switched off'}: {sentence(kept)}.")
    if enabled:
        _warn(request, kept, selectors.matches_of(kept))


def _check(request: HttpRequest, form: RuleForm) -> None:
    rule = services.check_rule(rule=form.rule)
    matches = selectors.matches_of(rule)
    if matches is None:
        messages.info(request, "Nothing is kept that this could be counted in. Nothing was saved.")
    else:
        messages.info(request, f"It applies to {matches}. Nothing was saved.")
    _warn(request, rule, matches)


def _remove(request: HttpRequest, form: RuleForm) -> None:
    rule = form.rule
    services.remove_rule(signal_type=rule.signal_type, trigger=rule.trigger)
    messages.success(request, f"Removed: {sentence(rule)}.")


_DOING: dict[str, Callable[[HttpRequest, RuleForm], None]] = {
    "save": _save,
    "check": _check,
    "remove": _remove,
}


def _warn(request: HttpRequest, rule: Rule, matches: selectors.Matches | None) -> None:
    """Say so when the rule applies to all there is, which is rarely meant."""
    if matches and matches.is_everything:
        messages.warning(request, f"The rule tells nothing apart: it applies to {matches}.")
    elif rule.takes_everything:
        messages.warning(request, f"The rule tells nothing apart: {sentence(rule)} shows it.")


def _tried(form: TryForm, types: dict[str, SignalType]) -> list[SignalType] | None:
    """The types that what was entered would show; None when it cannot be understood."""
    if not form.is_valid():
        return None
    trigger = Trigger(form.cleaned_data["kind"])
    return [types[code] for code in selectors.detector().shown_by(trigger, form.cleaned_data["value"])]
