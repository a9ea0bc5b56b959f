"""Batches: how far they are, and what can be done about them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lead_intelligence import selectors, services
from lead_intelligence.forms import RetryForm
from mauntic.accounts.context import signed_in
from mauntic.kernel.errors import NotAllowed

PAGE_SIZE = 25


@login_required
@require_GET
def batches(request: HttpRequest) -> HttpResponse:
    """All batches, the newest first."""
    page = Paginator(selectors.batches(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": selectors.progress(page.object_list)}
    return render(request, "lead_intelligence/batches.html", context)


@login_required
@require_GET
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """How far a batch is; its live part renews itself until the last job has ended."""
    shown = selectors.batch_of(batch_id)
    context = {
        "progress": selectors.progress_of(shown),
        "may_cancel": services.may_cancel(shown, signed_in(request)),
        "retry": RetryForm(),
    }
    part = "#live" if getattr(request, "htmx", False) else ""
    return render(request, f"lead_intelligence/batch.html{part}", context)


@login_required
@require_http_methods(["GET", "POST"])
def cancel_batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Ask whether the rest shall be cancelled, then cancel it."""
    shown = selectors.batch_of(batch_id)
    if not services.may_cancel(shown, signed_in(request)):
        raise NotAllowed("Only who asked for it, ops and admins may cancel a batch.")
    if request.method == "GET":
        context = {"progress": selectors.progress_of(shown)}
        return render(request, "lead_intelligence/batch_cancel.html", context)
    count = services.cancel_batch(batch_id=batch_id, by=signed_in(request))
    if count:
        messages.success(request, f"{count:,} jobs are cancelled. What runs by now comes to its end.")
    else:
        messages.info(request, "There was nothing left to cancel.")
    return redirect("lead_intelligence:batch", batch_id)


@login_required
@require_POST
def retry_batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Ask again for the leads whose jobs failed."""
    form = RetryForm(request.POST)
    again = services.retry_batch(
        batch_id=batch_id,
        by=signed_in(request),
        new_batch_id=form.cleaned_data["batch"] if form.is_valid() else None,
    )
    return redirect("lead_intelligence:batch", again.pk)
