"""Pages of batches."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lead_intelligence.enrichment.forms import RetryForm
from lead_intelligence.enrichment.selectors import batches as enrichment_batches
from lead_intelligence.enrichment.services import batches as services_batches
from mauntic.accounts.context import signed_in
from mauntic.kernel.display import number
from mauntic.kernel.errors import NotAllowed
from mauntic.kernel.pages.forms import checked

PAGE_SIZE = 25


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List batches, newest first."""
    page = Paginator(enrichment_batches.newest_batches(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": enrichment_batches.progress(page.object_list)}
    return render(request, "lead_intelligence/enrichment/batches.html", context)


@login_required
@require_GET
def show(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Show the progress of a batch. Its live part reloads until the last job has ended."""
    shown = enrichment_batches.batch_of(batch_id)
    context = {
        "progress": enrichment_batches.progress_of(shown),
        "may_cancel": services_batches.may_cancel(shown, signed_in(request)),
        "retry": RetryForm(),
    }
    part = "#live" if getattr(request, "htmx", False) else ""
    return render(request, f"lead_intelligence/enrichment/batch.html{part}", context)


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Cancel a batch after a confirmation."""
    shown = enrichment_batches.batch_of(batch_id)
    if not services_batches.may_cancel(shown, signed_in(request)):
        raise NotAllowed(str(services_batches.NOT_YOURS))
    if request.method == "GET":
        context = {"progress": enrichment_batches.progress_of(shown)}
        return render(request, "lead_intelligence/enrichment/batch_cancel.html", context)
    count = services_batches.cancel_batch(batch_id=batch_id, by=signed_in(request))
    if count:
        text = ngettext(
            "{count} job canceled. Running jobs finish.", "{count} jobs canceled. Running jobs finish.", count
        )
        messages.success(request, text.format(count=number(count)))
    else:
        messages.info(request, _("No pending jobs to cancel."))
    return redirect("lead_intelligence:batch", batch_id)


@login_required
@require_POST
def retry(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Retry the failed jobs of a batch."""
    wanted = checked(RetryForm(request.POST))
    again = services_batches.retry_batch(
        batch_id=batch_id,
        by=signed_in(request),
        new_batch_id=wanted["batch"],
    )
    return redirect("lead_intelligence:batch", again.pk)
