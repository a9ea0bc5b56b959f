"""The SDR agent: what it decided and why, how well, and its settings."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import require_ops, signed_in
from mauntic.kernel.db.paging import Keyset
from mauntic.kernel.errors import Conflict, MaunticError
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.parts import later
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.rendering import form_page
from revops.agents.sdr.forms import SdrForm, SequenceForm, used
from revops.agents.sdr.labels import MODES
from revops.agents.sdr.selectors import decisions
from revops.agents.sdr.selectors.figures import agreement, figures_by_mode
from revops.agents.sdr.selectors.settings import all_sequences, sdr_settings
from revops.agents.sdr.selectors.unanswered import unanswered
from revops.agents.sdr.services.retrying import read_again
from revops.agents.sdr.services.settings import save_sdr_settings


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show what the agent decided, newest first, with its figures."""
    user, wanted = signed_in(request), decisions.wanted_by(request.GET)
    rows = Keyset(decisions.decisions_seen_by(user, wanted), "created_at")
    settings = sdr_settings()
    context = {
        "page": rows.page(after=request.GET.get("after", ""), before=request.GET.get("before", "")),
        "wanted": wanted,
        "actions": decisions.actions(),
        "settings": settings,
        "mode": MODES[settings.mode],
        "figures": later(figures_by_mode),
        "agreement": later(agreement),
    }
    return render(request, "revops/agents/sdr/index.html", context)


@login_required
@require_GET
def replies(request: HttpRequest) -> HttpResponse:
    """List the replies that the agent left to the user, newest first, each with its reason."""
    rows = Keyset(unanswered(signed_in(request)), "arrived_at")
    page = rows.page(after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    return render(request, "revops/agents/sdr/replies.html", {"page": page})


@login_required
@require_POST
def reply_again(request: HttpRequest, reply_id: UUID) -> HttpResponse:
    """Let the agent read a reply again."""
    try:
        reply = read_again(reply_id=reply_id, by=signed_in(request))
    except Conflict as error:
        messages.error(request, error.message)
    else:
        name = reply.contact.name if reply.contact else reply.sender_address
        messages.success(
            request,
            _("The agent reads the reply of {name} again. Its answer waits in Approvals.").format(name=name),
        )
    return redirect(next_page(request, reverse("agents:sdr-replies")))


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show the settings of the agent; ops change them."""
    user, is_post = signed_in(request), request.method == "POST"
    data = request.POST if is_post else None
    if is_post:
        require_ops(request)
    form = SdrForm(data, row=sdr_settings(), may_change=user.is_ops)
    sequence_forms = [SequenceForm(data, sequence=each, may_change=user.is_ops) for each in all_sequences()]
    if is_post and all([form.is_valid(), *(each.is_valid() for each in sequence_forms)]):
        try:
            save_sdr_settings(**form.cleaned_data, sequences=used(sequence_forms), by=user)
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Settings of the SDR agent saved."))
            return redirect("agents:sdr-settings")
    context = {"form": form, "sequence_forms": sequence_forms, "may_change": user.is_ops}
    return form_page(request, "revops/agents/sdr/settings.html", context)
