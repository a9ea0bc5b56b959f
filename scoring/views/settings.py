"""The scoring settings: factors and caps with what they would do, published as a version."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mauntic.kernel.errors import Invalid
from scoring import selectors, services
from scoring.domain.factors import Category
from scoring.forms import FactorsForm
from scoring.models import ModelVersion
from scoring.views.access import require_ops, signed_in

CHANGE = "change the scoring model"
SHOWN_VERSIONS = 20
# From so many leads on their counts follow the page instead of holding it up.
COUNTED_AT_ONCE = 20_000


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """What is in force, to be changed; saving publishes a version."""
    version = selectors.version_in_force()
    form = form_of(request, version)
    if form.is_bound and form.is_valid() and _publish(request, form, version):
        return redirect("scoring:settings")
    return page_of(request, version, form)


@login_required
@require_GET
def matches(request: HttpRequest) -> HttpResponse:
    """How many leads each factor applies to, for a page that did not wait for it."""
    version = selectors.version_in_force()
    return render(request, "scoring/_matches.html", {"leads": selectors.leads_by_factor(version)})


@login_required
@require_GET
def recalculation(request: HttpRequest) -> HttpResponse:
    """How far scoring everybody anew is."""
    return render(request, "scoring/_recalculation.html", {"recalculation": selectors.latest_recalculation()})


def form_of(request: HttpRequest, version: ModelVersion) -> FactorsForm:
    """The form of that version, with what was sent."""
    sent = request.POST if request.method == "POST" else None
    return FactorsForm(sent, version=version, fields=selectors.fields())


def page_of(
    request: HttpRequest, version: ModelVersion, form: FactorsForm, seen: dict[str, object] | None = None
) -> HttpResponse:
    """The page with the form as it stands, and what was seen of its draft."""
    distribution = selectors.grade_counts()
    leads = None
    if sum(each.count for each in distribution) <= COUNTED_AT_ONCE:
        leads = selectors.leads_by_factor(version)
        form.show_counts(leads.by_factor)
    lifts = selectors.factor_lifts()
    form.show_lifts(lifts)
    versions = selectors.version_changes(limit=SHOWN_VERSIONS)
    is_refused = form.is_bound and seen is None and bool(form.errors)
    page = {
        "form": form,
        "groups": list(form.grouped()),
        "categories": list(Category),
        "leads": leads,
        "has_lifts": any(lifts.values()),
        "version": version,
        "versions": versions,
        "next_version": versions[0].version.version + 1,
        "distribution": distribution,
        "recalculation": selectors.latest_recalculation(),
        "may_change": signed_in(request).is_ops,
        "refused": is_refused,
        **(seen or {}),
    }
    return render(request, "scoring/settings.html", page, status=400 if is_refused else 200)


def _publish(request: HttpRequest, form: FactorsForm, before: ModelVersion) -> bool:
    """Whether the service took what was entered; what it refused is shown on the form."""
    user = require_ops(request, CHANGE)
    try:
        version = services.set_factors(
            changes=form.changes(), caps=form.caps(), note=form.cleaned_data["note"], by=user
        )
    except Invalid as error:
        form.refuse(error)
        return False
    if version == before:
        messages.info(request, "Nothing was changed.")
    else:
        messages.success(request, f"Version {version.version} is in force. All leads are scored anew now.")
    return True
