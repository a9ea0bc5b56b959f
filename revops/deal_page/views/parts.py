"""The parts of a deal's page that are updated on their own: activities, committee, files, timeline.

Each `*_part` answers what its template needs beside `deal`: `activities_part` for `_activities.html`,
`committee_part` for `_committee.html`, `attachments_part` for `_attachments.html`, `timeline_part` for
`_timeline.html`. A form within a part is sent by htmx and answered with the part alone, or sent as it is and
answered with the page that it was on.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_htmx.http import trigger_client_event

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.pages.once import mark_sent
from mauntic.kernel.pages.parts import later
from mauntic.kernel.pages.redirects import next_page
from revops.activities.forms.activities import ActivityForm
from revops.activities.selectors.shown import activities_of
from revops.attachments.forms import AttachmentForm
from revops.attachments.selectors import attachments_of
from revops.committee.forms import MemberForm
from revops.committee.models import CommitteeRole
from revops.committee.selectors import committee_of
from revops.deal_page.selectors.timeline import timeline_of
from revops.deals.models.deals import Deal

UNPROCESSABLE = 422
DEAL_CHANGED = "deal-changed"
"""The event of the page when a deal was changed or moved; a move tells the `id` of the card to focus."""
PARTS = {
    "activities": _("Activities"),
    "committee": _("Buying committee"),
    "attachments": _("Files"),
    "timeline": _("Timeline"),
}


def activities_part(deal: Deal, form: forms.Form | None = None) -> dict[str, Any]:
    """The context of `_activities.html`."""
    return {
        "activities": later(lambda: activities_of(deal.pk)),
        "activity_form": form or ActivityForm(auto_id="activity_%s"),
        "at": now(),
    }


def committee_part(deal: Deal, form: forms.Form | None = None) -> dict[str, Any]:
    """The context of `_committee.html`."""
    return {
        "committee": later(lambda: committee_of(deal)),
        "roles": CommitteeRole.choices,
        "member_form": form or MemberForm(deal=deal, auto_id="member_%s"),
    }


def attachments_part(deal: Deal, form: forms.Form | None = None) -> dict[str, Any]:
    """The context of `_attachments.html`."""
    return {
        "attachments": later(lambda: attachments_of(deal.pk)),
        "attachment_form": form or AttachmentForm(auto_id="attachment_%s"),
    }


def timeline_part(deal: Deal, user: User) -> dict[str, Any]:
    """The context of `_timeline.html`."""
    return {"timeline": later(lambda: timeline_of(deal.pk, user))}


def part_answer(
    request: HttpRequest, deal: Deal, name: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Return a part for htmx, or a page with the part for other requests."""
    page = {"deal": deal, "part": f"revops/deal_page/_{name}.html", "part_title": PARTS[name], **context}
    if not getattr(request, "htmx", None):
        return render(request, "revops/deal_page/part.html", page, status=status)
    return render(request, f"revops/deal_page/_{name}.html", page, status=status)


def changed_answer(request: HttpRequest, deal: Deal, name: str, context: Mapping[str, Any]) -> HttpResponse:
    """Answer a form that was saved: the new part for htmx, or a redirect to the page.

    htmx also gets the event `deal-changed`, on which the other parts reload.
    """
    mark_sent(request)
    if getattr(request, "htmx", None):
        return trigger_client_event(part_answer(request, deal, name, context), DEAL_CHANGED)
    return redirect(next_page(request, reverse("revops:deal", args=[deal.pk])))
