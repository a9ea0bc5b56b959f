"""The jobs, one and all."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lead_intelligence import selectors
from lead_intelligence.filters import JobFilter

PAGE_SIZE = 50


@login_required
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """All jobs with their steps, the newest first, narrowed by the address."""
    narrowed = JobFilter(request.GET, selectors.jobs())
    page = Paginator(narrowed.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    batch_id = narrowed.form.cleaned_data.get("batch") if narrowed.is_valid() else None
    context = {
        "filter": narrowed,
        "page": page,
        "batch": selectors.batch_of(batch_id) if batch_id else None,
        "is_narrowed": any(request.GET.get(name) for name in narrowed.filters),
        "is_live": any(job.is_open for job in page.object_list),
    }
    part = "#live" if getattr(request, "htmx", False) else ""
    return render(request, f"lead_intelligence/jobs.html{part}", context)


@login_required
@require_GET
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """One job: what was asked, what was found, and why others were not asked."""
    shown = selectors.job_of(job_id)
    context = {"job": shown, "obstacles": selectors.obstacles(shown), "results": selectors.results_of(shown)}
    part = "#live" if getattr(request, "htmx", False) else ""
    return render(request, f"lead_intelligence/job.html{part}", context)
