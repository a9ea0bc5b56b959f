"""The draft of the scoring settings, which is not stored."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from mauntic.accounts.context import require_ops
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.grades import LETTERS
from mauntic.kernel.pages.parts import later
from scoring.model.domain.points import Model
from scoring.model.models import CategoryName
from scoring.model.selectors import versions
from scoring.model_page.forms.factors import FactorsForm
from scoring.model_page.forms.own import edited
from scoring.model_page.views.charts import paired_bars
from scoring.model_page.views.page import form_of, page_of
from scoring.preview import selectors as scoring_preview
from scoring.versions.selectors import warnings
from scoring.versions.services.publish import proposed_model


@login_required
@require_POST
def edit(request: HttpRequest) -> HttpResponse:
    """Show the form after a button that adds or removes a part of a custom factor."""
    require_ops(request)
    version = versions.version_in_force()
    form = form_of(request, version)
    edited(form.own, request.POST.get("do", ""), form.known)
    if not request.htmx:  # type: ignore[attr-defined]  # set by django-htmx
        return page_of(request, version, form, {})
    answer = render(
        request, "scoring/model_page/_own.html", {"form": form, "categories": CategoryName.choices}
    )
    answer["HX-Trigger"] = "draft-changed"
    return answer


@login_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Show the effect of the draft on all leads."""
    require_ops(request)
    version = versions.version_in_force()
    form = form_of(request, version)
    seen = _draft_seen(form)
    if request.htmx:  # type: ignore[attr-defined]  # set by django-htmx
        return render(
            request, "scoring/model_page/_preview.html", {"form": form, "is_fragment": True, **seen}
        )
    return page_of(request, version, form, seen)


def _draft_seen(form: FactorsForm) -> dict[str, object]:
    """Return the values of the preview, or the reason why there is none."""
    if not form.is_valid():
        return {"trouble": gettext("The draft has errors. Correct the marked fields.")}
    try:
        model = proposed_model(changes=form.changes(), caps=form.caps())
        return {"warnings": later(lambda: _warnings(model)), **preview_of(model)}
    except Invalid as error:
        form.refuse(error)
        return {"trouble": gettext("The draft cannot be published. Correct the marked fields.")}
    except Conflict as error:
        return {"trouble": error.message}


def preview_of(model: Model) -> dict[str, object]:
    """Return the values of a template for the effect of a model."""
    seen = later(lambda: scoring_preview.preview_model(model))
    return {
        "seen": seen,
        "bars": later(lambda: paired_bars(seen.histogram)),
        "moves": later(
            lambda: [(before, [seen.moves[before, after] for after in LETTERS]) for before in LETTERS]
        ),
    }


def _warnings(model: Model) -> list[str]:
    labels = {weighted.factor.key: weighted.factor.label for weighted in model.factors}
    text = gettext("{factor}: {warning}")
    return [
        text.format(factor=labels[each.factor], warning=each.message)
        for each in warnings.model_warnings(model)
    ]
