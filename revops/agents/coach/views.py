"""The coach: a page of its own, and the part below a text that is being written."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.rendering import UNPROCESSABLE, form_page
from revops.agents.coach.forms import CoachForm, PlaceForm
from revops.agents.coach.services.review import Review, review

TEMPLATE = "revops/agents/coach.html"


@login_required
@require_http_methods(["GET", "POST"])
def coach(request: HttpRequest) -> HttpResponse:
    """Review a draft. A "Coach" button posts the form it is in, and its address names the fields."""
    place = PlaceForm(request.GET)
    if not place.is_valid():
        raise Invalid({name: [str(each) for each in errors] for name, errors in place.errors.items()})
    sent = request.method == "POST"
    form = CoachForm(place.values(request.POST)) if sent else CoachForm()
    found = _reviewed(request, place, form) if sent and form.is_valid() else None
    context = {"form": form, "review": found, "again": request.get_full_path()}
    if sent and getattr(request, "htmx", None):
        return render(request, f"{TEMPLATE}#review", context, status=UNPROCESSABLE if found is None else 200)
    return form_page(request, TEMPLATE, context)


def _reviewed(request: HttpRequest, place: PlaceForm, form: CoachForm) -> Review:
    return review(
        place.draft(form.cleaned_data),
        contact_id=place.cleaned_data["contact"],
        with_model=request.POST.get("coach") == "ai",
    )
