"""The draft of the scoring settings, while it is being made: nothing of it is kept."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from mauntic.kernel.errors import Conflict, Invalid
from scoring import selectors, services
from scoring.domain.factors import Category
from scoring.domain.grades import GRADES
from scoring.domain.model import Model
from scoring.forms import FactorsForm, edited
from scoring.views.access import require_ops
from scoring.views.charts import paired_bars
from scoring.views.settings import CHANGE, form_of, page_of

_LETTERS = [letter for _, letter in GRADES]


@login_required
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """The form after a button that adds or removes a part of an own factor; nothing is kept."""
    require_ops(request, CHANGE)
    version = selectors.version_in_force()
    form = form_of(request, version)
    edited(form.own, request.POST.get("do", ""), form.known)
    if not request.htmx:  # type: ignore[attr-defined]  # set by django-htmx
        return page_of(request, version, form, {})
    answer = render(request, "scoring/_own.html", {"form": form, "categories": list(Category)})
    answer["HX-Trigger"] = "draft-changed"
    return answer


@login_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What publishing the draft would do to all leads."""
    require_ops(request, CHANGE)
    version = selectors.version_in_force()
    form = form_of(request, version)
    seen = _draft_seen(form)
    if request.htmx:  # type: ignore[attr-defined]  # set by django-htmx
        return render(request, "scoring/_preview.html", {"form": form, "is_fragment": True, **seen})
    return page_of(request, version, form, seen)


def _draft_seen(form: FactorsForm) -> dict[str, object]:
    """What the preview shows, or what is in its way."""
    if not form.is_valid():
        return {"trouble": "The draft cannot be published yet: see what is said beside its parts."}
    try:
        model = services.proposed_model(changes=form.changes(), caps=form.caps())
        return {"warnings": _warnings(model), **preview_of(model)}
    except Invalid as error:
        form.refuse(error)
        return {"trouble": "This draft cannot be published."}
    except Conflict as error:
        return {"trouble": error.message}


def preview_of(model: Model) -> dict[str, object]:
    """What a template shows of a model against all leads."""
    seen = selectors.preview(model)
    moves = [(before, [seen.moves[before, after] for after in _LETTERS]) for before in _LETTERS]
    return {"seen": seen, "bars": paired_bars(seen.histogram), "moves": moves}


def _warnings(model: Model) -> list[str]:
    labels = {weighted.factor.key: weighted.factor.label for weighted in model.factors}
    return [f"{labels[each.factor]}: {each.message}" for each in selectors.model_warnings(model)]
