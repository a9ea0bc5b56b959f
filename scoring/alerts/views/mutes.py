"""The page of muted signal types, and the forms that mute and unmute them."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import signed_in
from mauntic.kernel.pages.forms import checked, sentences
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.refusals import refusals_shown
from mauntic.kernel.pages.rendering import form_page
from scoring.alerts.forms import MuteForm
from scoring.alerts.selectors import mutes
from scoring.alerts.services.mutes import mute_type, unmute_type


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the signal types that the person muted."""
    return _page(request)


@login_required
@require_POST
def mute(request: HttpRequest) -> HttpResponse:
    """Mute a signal type for the person. Without a type, the page says so at the field."""
    form = MuteForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    with refusals_shown(request):
        kind = mute_type(code=form.cleaned_data["type"].pk, by=signed_in(request))
        text = gettext("{signal} muted. You get no more alerts about it, until you unmute it.")
        undo = f"{reverse('scoring:alerts-unmute')}?{urlencode({'type': kind.code})}"
        messages.success(request, text.format(signal=kind.label), extra_tags=undo)
    return redirect(next_page(request, reverse("scoring:alerts-muted")))


@login_required
@require_POST
def unmute(request: HttpRequest) -> HttpResponse:
    """Unmute the signal type that the form or the address names."""
    code = checked(MuteForm(request.POST if "type" in request.POST else request.GET))["type"].pk
    with refusals_shown(request):
        kind = unmute_type(code=code, by=signed_in(request))
        text = gettext("{signal} unmuted. Its alerts are in your list again.")
        messages.success(request, text.format(signal=kind.label))
    return redirect(next_page(request, reverse("scoring:alerts-muted")))


def _page(request: HttpRequest, form: MuteForm | None = None) -> HttpResponse:
    user = signed_in(request)
    page = {
        "mutes": mutes.mutes_of(user),
        "types": mutes.types_to_mute(user),
        "form": form,
        "trouble": sentences(form) if form else "",
    }
    return form_page(request, "scoring/alerts/muted.html", page)
