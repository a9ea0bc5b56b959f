"""Pages of jobs."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lead_intelligence.enrichment.filters import JobFilter
from lead_intelligence.enrichment.selectors import batches
from lead_intelligence.enrichment.selectors import jobs as enrichment_jobs
from lead_intelligence.enrichment.services.requests import request_enrichment
from mauntic.accounts.context import signed_in
from mauntic.kernel.pages.redirects import next_page

PAGE_SIZE = 50


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List jobs with their calls, newest first, filtered by the URL."""
    narrowed = JobFilter(request.GET, enrichment_jobs.newest_jobs())
    page = Paginator(narrowed.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    batch_id = narrowed.form.cleaned_data.get("batch") if narrowed.is_valid() else None
    context = {
        "filter": narrowed,
        "page": page,
        "batch": batches.batch_of(batch_id) if batch_id else None,
        "is_narrowed": any(request.GET.get(name) for name in narrowed.filters),
        "is_live": any(job.is_open for job in page.object_list),
    }
    part = "#live" if getattr(request, "htmx", False) else ""
    return render(request, f"lead_intelligence/enrichment/jobs.html{part}", context)


@login_required
@require_GET
def show(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Show a job with its calls, its values and the skipped vendors."""
    shown = enrichment_jobs.job_of(job_id)
    context = {
        "job": shown,
        "obstacles": enrichment_jobs.obstacles(shown),
        "results": enrichment_jobs.results_of(shown),
    }
    part = "#live" if getattr(request, "htmx", False) else ""
    return render(request, f"lead_intelligence/enrichment/job.html{part}", context)


@login_required
@require_POST
def enrich(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Enrich one lead now."""
    (job,) = request_enrichment(contact_ids=[contact_id], priority="high", requested_by=signed_in(request))
    return HttpResponseRedirect(next_page(request, reverse("lead_intelligence:job", args=[job.pk])))
