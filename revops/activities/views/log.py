"""The panel that logs a call or another contact, and what leads back from it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from mauntic.accounts.context import signed_in
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.once import mark_sent
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.rendering import UNPROCESSABLE, form_page
from mauntic.kernel.parsing import uuids
from revops.activities.forms.log import LogForm
from revops.activities.models import ActivityType
from revops.activities.selectors.subject import Subject, subject_of
from revops.activities.selectors.words import deleted_message, restored_message, saved_message
from revops.activities.services.changes import delete_activity, restore_activity
from revops.activities.services.record import log_with_follow_up
from scoring.alerts.selectors.shown import alerts_of_lead

TEMPLATE, PART = "revops/activities/log.html", "log"
# The elements that pages swap once the activity is logged; others are loaded again as a whole.
SWAPPED = frozenset({"lead", "day"})


MOST_ALERTS = 50


@login_required
@require_http_methods(["GET", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """Show the panel for a lead or deal. POST logs the activity, and plans the next step.

    Args: in the URL, `contact` and `deal` are ids, `type` the type of the activity, `part` the element that
    the page swaps afterwards, and `next` the page.
    """
    user = signed_in(request)
    about = subject_of(user, contact_id=_id(request, "contact"), deal_id=_id(request, "deal"))
    if about.person is None and about.deal is None:
        raise Invalid({"contact": _("Choose a deal or a lead.")})
    if request.method == "GET":
        given = request.GET.get("type", "")
        known = given if given in ActivityType.values else ActivityType.CALL
        return _panel(request, about, LogForm(initial={"type": known}, auto_id="log_%s"))
    form = LogForm(request.POST, auto_id="log_%s")
    if not form.is_valid() or not _saved(request, form, about):
        return _refused(request, about, form)
    home = next_page(request, _home(about))
    if _part(request) or not getattr(request, "htmx", None):
        return redirect(home)
    mark_sent(request)
    return HttpResponseClientRedirect(home)


def _saved(request: HttpRequest, form: LogForm, about: Subject) -> bool:
    draft = form.draft(
        contact_id=about.contact.pk if about.contact else None, deal_id=about.deal.pk if about.deal else None
    )
    try:
        logged = log_with_follow_up(
            draft=draft, follow_up=form.cleaned_data["follow_up"], due_at=form.due, by=signed_in(request)
        )
    except Invalid as error:
        add_errors(form, error)
        return False
    undo = reverse("revops:activity-delete", args=[logged.activity.pk])
    messages.success(request, saved_message(logged.activity, about.name, logged.follow_up), extra_tags=undo)
    return True


def _panel(request: HttpRequest, about: Subject, form: LogForm) -> HttpResponse:
    return form_page(request, TEMPLATE, _context(request, about, form), part=PART)


def _refused(request: HttpRequest, about: Subject, form: LogForm) -> HttpResponse:
    if not getattr(request, "htmx", None):
        return _panel(request, about, form)
    # The form aims at the page behind the panel; what is wrong is shown in the panel.
    context = _context(request, about, form)
    answer = render(request, f"{TEMPLATE}#{PART}", context, status=UNPROCESSABLE)
    return reswap(retarget(answer, f"#{PART}"), "outerHTML")


def _context(request: HttpRequest, about: Subject, form: LogForm) -> dict[str, object]:
    user = signed_in(request)
    return {
        "form": form,
        "about": about,
        "alerts": alerts_of_lead(user, about.person.pk, limit=MOST_ALERTS) if about.person else [],
        "part": _part(request),
        "home": next_page(request, _home(about)),
    }


@login_required
@require_POST
def delete(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Delete an activity: also the undo of logging it, which removes its follow-up and reopens its alerts."""
    found = delete_activity(activity_id=activity_id, by=signed_in(request))
    undo = reverse("revops:activity-restore", args=[found.pk])
    messages.success(request, deleted_message(found), extra_tags=undo)
    return redirect(next_page(request, reverse("home")))


@login_required
@require_POST
def restore(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Undo the deletion of an activity."""
    restored = restore_activity(activity_id=activity_id, by=signed_in(request))
    messages.success(request, restored_message(restored.activity, restored.follow_ups))
    return redirect(next_page(request, reverse("home")))


def _id(request: HttpRequest, name: str) -> UUID | None:
    return next(iter(uuids([request.GET.get(name, "")])), None)


def _part(request: HttpRequest) -> str:
    part = request.GET.get("part", "")
    return part if part in SWAPPED else ""


def _home(about: Subject) -> str:
    if about.contact:
        return reverse("lead", args=[about.contact.pk])
    return reverse("revops:deal", args=[about.deal.pk]) if about.deal else reverse("home")
