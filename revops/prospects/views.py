"""The list of prospects, the ideal customer profile, and qualification on request."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import require_ops, signed_in
from mauntic.accounts.selectors import active_people
from mauntic.kernel.db.paging import Keyset
from mauntic.kernel.display import without_stop
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.parts import later
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.rendering import form_page
from revops.prospects.forms import IcpForm
from revops.prospects.models import Recommended
from revops.prospects.selectors.lists import Wanted, prospects, shown, tabs
from revops.prospects.selectors.profile import icp, icp_changes
from revops.prospects.selectors.runs import latest_run
from revops.prospects.services.profile import save_icp
from revops.prospects.services.qualify import qualify_lead


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the leads with a recommendation, the highest scores first. `tab` is the recommendation.

    Leads who were contacted, are in a sequence or suppressed are left out unless `contacted` is 1.
    """
    asked = request.GET.get("tab", "")
    tab = asked if asked in Recommended.values else Recommended.SEQUENCE.value
    wanted = Wanted(
        by=signed_in(request),
        owner=request.GET.get("owner", ""),
        with_contacted=request.GET.get("contacted") == "1",
    )
    rows = Keyset(wanted.of(prospects(tab)), "qualification_score")
    found = rows.page(after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    page = {
        "page": found,
        "rows": shown(found.rows),
        "wanted": wanted,
        "people": active_people(),
        "tabs": tabs(wanted),
        "tab": tab,
        "has_profile": bool(icp().criteria),
        "run": later(latest_run),
    }
    return render(request, "revops/prospects/prospects.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show the ideal customer profile with its history; ops can change it."""
    user = signed_in(request)
    form = IcpForm(request.POST or None, profile=icp(), may_change=user.is_ops)
    if request.method == "POST":
        require_ops(request)
        if form.is_valid() and _save(request, form):
            return redirect("revops:icp")
    page = {
        "form": form,
        "may_change": user.is_ops,
        "changes": later(icp_changes),
        "run": later(latest_run),
    }
    return form_page(request, "revops/prospects/profile.html", page)


@login_required
@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """Show the progress of qualifying all leads, which pages ask for again and again."""
    return render(request, "revops/prospects/_run.html", {"run": latest_run()})


@login_required
@require_POST
def qualify(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Qualify a lead on request."""
    found = qualify_lead(contact_id=contact_id)
    text = _("{lead} qualified: {recommendation}.").format(
        lead=found.contact, recommendation=without_stop(found.get_recommendation_display())
    )
    messages.success(request, text)
    return redirect(next_page(request, reverse("lead", args=[contact_id])))


def _save(request: HttpRequest, form: IcpForm) -> bool:
    try:
        is_changed = save_icp(entered=form.profile(), by=signed_in(request))
    except MaunticError as error:
        add_errors(form, error)
        return False
    text = _("Profile saved. All leads are being qualified again.") if is_changed else _("Nothing changed.")
    messages.success(request, text)
    return True
