"""What people do about the enrichment of one lead."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from lead_intelligence import services
from lead_intelligence.domain.values import in_words
from mauntic.accounts.context import signed_in
from mauntic.kernel.errors import Invalid


@login_required
@require_POST
def enrich(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Have one lead enriched now."""
    (job,) = services.request_enrichment(
        contact_ids=[contact_id], priority="high", requested_by=signed_in(request)
    )
    return back(request, reverse("lead_intelligence:job", args=[job.pk]))


@login_required
@require_POST
def revert(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Take back a field, a job or a vendor's values of one lead."""
    criteria = {name: request.POST.get(name) or None for name in ("field", "provider")}
    job_id = request.POST.get("job_id")
    done = services.revert(
        contact_id=contact_id,
        field=criteria["field"],
        provider=criteria["provider"],
        job_id=_job_id(job_id) if job_id else None,
        by=signed_in(request),
    )
    tell_taken_back(request, done)
    return back(request, reverse("lead_intelligence:overview"))


@login_required
@require_POST
def accept(request: HttpRequest, write_id: UUID) -> HttpResponse:
    """Take over a suggested value."""
    write = services.accept_suggestion(write_id=write_id, by=signed_in(request))
    messages.success(request, f"{write.get_field_display()} is taken over.")
    return back(request, reverse("lead_intelligence:overview"))


@login_required
@require_POST
def dismiss(request: HttpRequest, write_id: UUID) -> HttpResponse:
    """Put a suggested value away."""
    write = services.dismiss_suggestion(write_id=write_id, by=signed_in(request))
    messages.success(request, f"{write.get_field_display()} is not suggested again.")
    return back(request, reverse("lead_intelligence:overview"))


def _job_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid({"job_id": "Paste the whole id of a job."}) from None


def tell_taken_back(request: HttpRequest, done: services.TakenBack) -> None:
    """Say what was taken back, with a way to undo it."""
    if done.reversal is None:
        messages.info(request, "There was nothing to take back.")
        return
    names = in_words(dict.fromkeys(each.field for each in done.reverted))
    undo = reverse("lead_intelligence:reversal-undo", args=[done.reversal.pk])
    messages.success(request, f"Taken back: {names}.", extra_tags=undo)


def back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To where the form says it came from, on this host only."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    # `redirect` would take a bare word for the name of a view.
    return HttpResponseRedirect(wanted if safe else otherwise)
