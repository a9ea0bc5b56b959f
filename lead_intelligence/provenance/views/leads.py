"""Actions on the enrichment of a lead."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lead_intelligence.leads.labels import in_words
from lead_intelligence.provenance.services import reversals
from mauntic.accounts.context import signed_in
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.redirects import next_page


@login_required
@require_POST
def revert(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Revert values of a field, a job or a vendor on a lead."""
    criteria = {name: request.POST.get(name) or None for name in ("field", "provider")}
    job_id = request.POST.get("job_id")
    done = reversals.revert(
        contact_id=contact_id,
        field=criteria["field"],
        provider=criteria["provider"],
        job_id=_job_id(job_id) if job_id else None,
        by=signed_in(request),
    )
    notify_reverted(request, done)
    return back(request, reverse("lead_intelligence:overview"))


def _job_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid({"job_id": _("Enter the complete id of a job.")}) from None


def notify_reverted(request: HttpRequest, done: reversals.RevertResult) -> None:
    """Show a message with what was reverted, and its undo."""
    if done.reversal is None:
        messages.info(request, _("No values to revert."))
        return
    names = in_words(dict.fromkeys(each.field for each in done.reverted))
    undo = reverse("lead_intelligence:reversal-undo", args=[done.reversal.pk])
    messages.success(request, _("Reverted: {fields}.").format(fields=names), extra_tags=undo)


def back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Redirect to the page that the form names, on this host only."""
    return HttpResponseRedirect(next_page(request, otherwise))
