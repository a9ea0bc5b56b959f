"""The page of the scoring settings."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from mauntic.accounts.context import require_ops, signed_in
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.pages.parts import attempt, later
from mauntic.kernel.pages.rendering import form_page
from scoring.learning.domain.lift import Lift
from scoring.learning.selectors import lift
from scoring.model.models import CategoryName, ModelVersion
from scoring.model.selectors import conditions, versions
from scoring.model_page import selectors
from scoring.model_page.forms.factors import FactorsForm
from scoring.recalculation import selectors as recalculation_selectors
from scoring.scores.selectors import grades
from scoring.versions.forms import CrossingsForm
from scoring.versions.selectors import changes
from scoring.versions.services import publish

SHOWN_VERSIONS = 20
# With more leads, htmx loads the counts after the page.
COUNTED_AT_ONCE = 20_000


@login_required
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Show the model in force. Saving publishes a version."""
    version = versions.version_in_force()
    form = form_of(request, version)
    if form.is_bound and form.is_valid() and _publish(request, form, version):
        return redirect("scoring:settings")
    return page_of(request, version, form)


@login_required
@require_GET
def matches(request: HttpRequest) -> HttpResponse:
    """Show the number of leads that each factor applies to, after the page."""
    version = versions.version_in_force()
    return render(
        request,
        "scoring/model_page/_matches.html",
        {"leads": later(lambda: selectors.leads_by_factor(version))},
    )


@login_required
@require_GET
def recalculation(request: HttpRequest) -> HttpResponse:
    """Show the progress of the recalculation."""
    return render(
        request,
        "scoring/recalculation/_recalculation.html",
        {"recalculation": later(recalculation_selectors.latest_recalculation)},
    )


def form_of(request: HttpRequest, version: ModelVersion) -> FactorsForm:
    """Return the form of a version, with submitted values."""
    sent = request.POST if request.method == "POST" else None
    return FactorsForm(sent, version=version, fields=conditions.fields())


def page_of(
    request: HttpRequest, version: ModelVersion, form: FactorsForm, seen: dict[str, object] | None = None
) -> HttpResponse:
    """Show the page with the form, and the preview of its draft."""
    distribution = later(grades.grade_counts)
    leads = attempt("Leads by factor", lambda: _counted(version, distribution), lambda: None)
    if leads:
        form.show_counts(leads.by_factor)
    lifts = attempt("Lifts", lift.factor_lifts, dict[str, Lift | None])
    form.show_lifts(lifts)
    versions = changes.version_changes(limit=SHOWN_VERSIONS)
    is_refused = form.is_bound and seen is None and bool(form.errors)
    page = {
        "form": form,
        "crossings": CrossingsForm(form.data or None),
        "groups": list(form.grouped()),
        "categories": CategoryName.choices,
        "leads": leads,
        "has_lifts": any(lifts.values()),
        "version": version,
        "versions": versions,
        "next_version": versions[0].version.version + 1,
        "distribution": distribution,
        "recalculation": later(recalculation_selectors.latest_recalculation),
        "may_change": signed_in(request).is_ops,
        "refused": is_refused,
        **(seen or {}),
    }
    return form_page(request, "scoring/model_page/page.html", page, is_refused=bool(is_refused))


def _counted(
    version: ModelVersion, distribution: Sequence[grades.GradeCount]
) -> selectors.LeadsByFactor | None:
    """Return the leads by factor; None if counting would delay the page."""
    if sum(each.count for each in distribution) > COUNTED_AT_ONCE:
        return None
    return selectors.leads_by_factor(version)


def _publish(request: HttpRequest, form: FactorsForm, before: ModelVersion) -> bool:
    """Publish the draft, or add errors to the form.

    Returns: whether it was published.
    """
    user = require_ops(request)
    try:
        version = publish.set_factors(
            changes=form.changes(),
            caps=form.caps(),
            note=form.cleaned_data["note"],
            by=user,
            tell_crossings=CrossingsForm(request.POST).is_ticked,
        )
    except Invalid as error:
        form.refuse(error)
        return False
    except Conflict as error:
        form.add_error(None, error.message)
        return False
    if version == before:
        messages.info(request, gettext("No changes to publish."))
    else:
        messages.success(
            request,
            gettext("Version {version} published. All leads are being scored.").format(
                version=version.version
            ),
        )
    return True
