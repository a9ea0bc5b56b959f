"""Pages of imports: upload, mapping, preview, progress, results and revert."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import signed_in
from mauntic.crm.imports import selectors
from mauntic.crm.imports.forms import column_choices, posted_cells, posted_mapping, row_cells, targets
from mauntic.crm.imports.models import Import, ImportRow
from mauntic.crm.imports.services import mend, revert, run
from mauntic.crm.imports.services import upload as imports_upload
from mauntic.crm.imports.services.enrichment import price_of_enrichment
from mauntic.imports.models import CHOOSABLE
from mauntic.imports.services.discard import discard
from mauntic.imports.views import (
    PAGE,
    Progress,
    chosen_verdict,
    progress_answer,
    progress_of,
    rows_by_verdict,
    sheet_page,
    upload_page,
)
from mauntic.kernel import display
from mauntic.kernel.errors import Invalid, NotAllowed
from mauntic.kernel.files.failed_rows import failed_download
from mauntic.kernel.files.limits import MAX_BYTES
from mauntic.kernel.pages.rendering import form_page
from mauntic.kernel.requests.bodies import takes_bodies_of

Status = Import.Status
# The page of an import by its status.
PAGES = {Status.MAPPING: "crm:import-mapping", Status.CHECKING: "crm:import-preview"}
PAGES[Status.READING] = PAGES[Status.MAPPING]
PAGES[Status.PREVIEW] = PAGES[Status.CHECKING]


@login_required
@require_GET
def import_list(request: HttpRequest) -> HttpResponse:
    """List imports, newest first."""
    page = Paginator(selectors.imports(), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "jobs": [(job, address_of(job)) for job in page]}
    return render(request, "crm/imports/list.html", context)


@takes_bodies_of(MAX_BYTES)
@login_required
@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Upload a file."""
    return upload_page(
        request, "crm/imports/new.html", upload=imports_upload.upload_import, address_of=address_of
    )


@login_required
@require_http_methods(["GET", "POST"])
def import_mapping(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Map the columns of the file."""
    job = _own(request, import_id)
    if job.status == Status.READING:
        return render(request, "crm/imports/reading.html", {"job": job, "progress": _progress(job)})
    if job.status not in CHOOSABLE:
        return redirect(address_of(job))
    if request.method != "POST":
        return _mapping_page(request, job)
    if request.POST.get("sheet", job.sheet) != job.sheet:
        messages.warning(request, _("Another sheet was chosen meanwhile. Check its columns."))
        return redirect("crm:import-mapping", job.pk)
    mapping = posted_mapping(job.columns, request.POST)
    try:
        imports_upload.set_mapping(job=job, mapping=mapping)
    except Invalid as error:
        return _mapping_page(request, job, mapping=mapping, problems=error.fields)
    return redirect("crm:import-preview", job.pk)


@login_required
@require_POST
def import_sheet(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Import another sheet of the workbook."""
    job = _own(request, import_id)
    return sheet_page(
        request,
        choose=lambda sheet: imports_upload.choose_sheet(job=job, sheet=sheet),
        address_of=address_of,
        page=lambda problem: _mapping_page(request, job, problems={"sheet": [problem]}),
    )


@login_required
@require_GET
def import_preview(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Preview the verdict on every row."""
    job = selectors.find_import(import_id)
    if job.status not in {Status.CHECKING, Status.PREVIEW}:
        return redirect(address_of(job))
    context = {"job": job, "progress": _progress(job)}
    if job.status == Status.PREVIEW:
        rows = _rows(request, job)
        price = price_of_enrichment(job, new=rows["counts"]["create"])
        context |= rows | {"enrichment": price}
    return render(request, "crm/imports/preview.html", context)


@login_required
@require_GET
def import_detail(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Show the progress of an import, then its results."""
    job = selectors.find_import(import_id)
    if job.status in PAGES:
        return redirect(address_of(job))
    context = {"job": job, "progress": _progress(job), "outcome": selectors.outcome(job)}
    htmx = getattr(request, "htmx", None)
    if htmx and htmx.target == "outcome":
        return render(request, "crm/imports/detail.html#outcome", context)
    return render(request, "crm/imports/detail.html", context | _rows(request, job))


@login_required
@require_GET
def import_progress(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Show the progress bar. Once the work is done, reload the page."""
    return progress_answer(request, _progress(selectors.find_import(import_id)))


@login_required
@require_http_methods(["GET", "POST"])
def import_row(request: HttpRequest, import_id: UUID, number: int) -> HttpResponse:
    """Correct the cells of a refused row on the preview."""
    job = _own(request, import_id)
    preview = reverse("crm:import-preview", args=[job.pk])
    back = f"{preview}?verdict={ImportRow.Verdict.ERROR}"
    if request.method == "POST":
        cells = posted_cells(job.columns, request.POST)
        row = mend.mend_row(job=job, number=number, cells=cells)
        if row.verdict != ImportRow.Verdict.ERROR:
            text = _("Row %(number)s corrected: %(verdict)s.")
            shown = {"number": display.number(row.number), "verdict": row.get_verdict_display()}
            messages.success(request, text % shown)
            return redirect(back if selectors.has_failed_rows(job) else preview)
    else:
        row = mend.refused_row(job, number)
    is_refused = request.method == "POST"
    context = {"job": job, "row": row, "cells": row_cells(row, job.columns), "back": back}
    return form_page(request, "crm/imports/row.html", context, is_refused=is_refused)


@login_required
@require_POST
def import_start(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Start to write the previewed rows."""
    job = _own(request, import_id)
    # The box is on the page only if new leads are enriched.
    run.start_import(job=job, enriches="asks_enrichment" not in request.POST or "enrich" in request.POST)
    return redirect("crm:import-detail", job.pk)


@login_required
@require_POST
def import_discard(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Discard a file before its import."""
    job = _own(request, import_id)
    discard(job=job)
    messages.success(request, _("%(file)s discarded. No leads were imported.") % {"file": job.file_name})
    return redirect("crm:import-list")


@login_required
@require_http_methods(["GET", "POST"])
def import_revert(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Say what a revert of an import deletes and keeps, then revert it."""
    job = _own(request, import_id)
    if request.method == "GET":
        if not job.is_revertible:
            return redirect(address_of(job))
        context = {"job": job, "preview": revert.revert_preview(job), "back": address_of(job)}
        return render(request, "crm/imports/revert.html", context)
    revert.revert_import(job=job)
    messages.success(request, _('Import "%(file)s" is being reverted.') % {"file": job.file_name})
    return redirect("crm:import-detail", job.pk)


@login_required
@require_GET
def import_failed(
    request: HttpRequest,  # noqa: ARG001 (Django hands it over)
    import_id: UUID,
) -> StreamingHttpResponse:
    """Download the failed rows, to correct and upload again."""
    job = selectors.find_import(import_id)
    return failed_download(selectors.failed_rows(job), file_name=job.file_name)


def _mapping_page(
    request: HttpRequest,
    job: Import,
    *,
    mapping: Mapping[str, str] | None = None,
    problems: Mapping[str, Sequence[str]] | None = None,
) -> HttpResponse:
    found = problems or {}
    chosen = job.mapping if mapping is None else mapping
    context = {
        "job": job,
        "columns": column_choices(job.columns, chosen, selectors.examples(job), found),
        "targets": targets(),
        "problem": " ".join(found.get("mapping", ())),
        "sheet_problem": " ".join(found.get("sheet", ())),
    }
    return form_page(request, "crm/imports/mapping.html", context, is_refused=bool(found))


def address_of(job: Import) -> str:
    """Return the URL of the page for the current status of an import."""
    return reverse(PAGES.get(Status(job.status), "crm:import-detail"), args=[job.pk])


def _own(request: HttpRequest, import_id: UUID) -> Import:
    """Return an import that the user uploaded, or any import for ops and admins.

    Raises: `NotFound`, `NotAllowed`
    """
    job = selectors.find_import(import_id)
    user = signed_in(request)
    if job.created_by_id != user.pk and not user.is_ops:
        raise NotAllowed(_("Only the user who uploaded this file, ops and admins can change the import."))
    return job


def _progress(job: Import) -> Progress:
    return progress_of(job, reverse("crm:import-progress", args=[job.pk]))


def _rows(request: HttpRequest, job: Import) -> dict[str, Any]:
    verdict = chosen_verdict(request, ImportRow.Verdict.values)
    counts = selectors.verdict_counts(job)
    labels = dict(ImportRow.Verdict.choices)
    rows = selectors.import_rows(job, verdict)
    context = rows_by_verdict(request, verdict=verdict, labels=labels, counts=counts, rows=rows)
    for row in context["page"]:
        row.job = job
    return context | {"counts": counts}
