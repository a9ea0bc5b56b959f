"""The parts of a deal's page that change by themselves: activities, committee, files, timeline.

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
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import trigger_client_event

from mauntic.kernel.clock import now
from revops.forms.activities import ActivityForm
from revops.forms.attachments import AttachmentForm
from revops.forms.committee import MemberForm
from revops.models import CommitteeRole, Deal
from revops.selectors.activities import activities_of
from revops.selectors.committee import attachments_of, committee_of
from revops.selectors.deal_timeline import timeline_of

UNPROCESSABLE = 422
PARTS = {
    "activities": "Activities",
    "committee": "Buying committee",
    "attachments": "Files",
    "timeline": "Timeline",
}


def activities_part(deal: Deal, form: forms.Form | None = None) -> dict[str, Any]:
    """What `_activities.html` shows."""
    return {
        "activities": activities_of(deal.pk),
        "activity_form": form or ActivityForm(auto_id="activity_%s"),
        "at": now(),
    }


def committee_part(deal: Deal, form: forms.Form | None = None) -> dict[str, Any]:
    """What `_committee.html` shows."""
    return {
        "committee": committee_of(deal),
        "roles": CommitteeRole.choices,
        "member_form": form or MemberForm(deal=deal, auto_id="member_%s"),
    }


def attachments_part(deal: Deal, form: forms.Form | None = None) -> dict[str, Any]:
    """What `_attachments.html` shows."""
    return {
        "attachments": attachments_of(deal.pk),
        "attachment_form": form or AttachmentForm(auto_id="attachment_%s"),
    }


def timeline_part(deal: Deal) -> dict[str, Any]:
    """What `_timeline.html` shows."""
    return {"timeline": timeline_of(deal.pk)}


def part_answer(
    request: HttpRequest, deal: Deal, name: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A part alone for htmx; without it a page of the part alone.

    What changed is told to the page, so that its other parts load themselves again.
    """
    page = {"deal": deal, "part": f"revops/_{name}.html", "part_title": PARTS[name], **context}
    if not getattr(request, "htmx", None):
        return render(request, "revops/deal_part.html", page, status=status)
    return render(request, f"revops/_{name}.html", page, status=status)


def changed_answer(request: HttpRequest, deal: Deal, name: str, context: Mapping[str, Any]) -> HttpResponse:
    """The answer to a form that was carried out: the part anew, or the way back to the page."""
    if getattr(request, "htmx", None):
        return trigger_client_event(part_answer(request, deal, name, context), "deal-changed")
    return redirect(back(request, reverse("revops:deal", args=[deal.pk])))


def back(request: HttpRequest, otherwise: str) -> str:
    """The page that the form was on, or another one."""
    there = request.POST.get("next") or request.GET.get("next") or ""
    return there if url_has_allowed_host_and_scheme(there, request.get_host()) else otherwise
