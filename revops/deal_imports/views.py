"""Import of deals: upload, columns, preview, report."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import ops_required
from mauntic.imports.models import Status, Verdict
from mauntic.imports.services.discard import discard as discard_import
from mauntic.imports.services.steps import start_revert
from mauntic.imports.views import (
    PAGE,
    Progress,
    chosen_verdict,
    is_poll,
    progress_answer,
    progress_of,
    rows_by_verdict,
    sheet_page,
    upload_page,
)
from mauntic.kernel.errors import Invalid
from mauntic.kernel.files.failed_rows import failed_download
from mauntic.kernel.files.limits import MAX_BYTES
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page, page_or_part
from mauntic.kernel.requests.bodies import takes_bodies_of
from revops.deal_imports.forms import MappingForm
from revops.deal_imports.models import DealImport
from revops.deal_imports.selectors import deal_imports, failed_rows, find_deal_import
from revops.deal_imports.services import run as services
from revops.deal_imports.services.check import VERDICT_LABELS
from revops.deal_imports.services.flow import DEALS
from revops.deal_imports.services.preview import preview_of
from revops.deal_imports.services.undo import revert_preview

NOTES = 5
# A worker writes or deletes deals, in one transaction: how far it is, nobody knows.
WRITING = {Status.RUNNING, Status.REVERTING}


@takes_bodies_of(MAX_BYTES)
@ops_required
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Upload a file, and list earlier imports."""
    return upload_page(
        request,
        "revops/deal_imports/index.html",
        upload=services.upload_deals,
        address_of=_address_of,
        context={"jobs": [(job, _address_of(job)) for job in deal_imports()]},
    )


@ops_required
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Map columns to fields."""
    job = find_deal_import(import_id)
    if job.status in {Status.READING, Status.CHECKING, Status.FAILED}:
        return redirect("revops:deal-import-job", job.pk)
    form = MappingForm(request.POST or None, job=job)
    if request.method == "POST" and form.is_valid():
        unknown_owner = form.cleaned_data["unknown_owner"]
        try:
            services.set_deal_mapping(job=job, mapping=form.mapping, unknown_owner=unknown_owner)
        except Invalid as error:
            add_errors(form, error)
        else:
            return redirect("revops:deal-import-job", job.pk)
    page = {"form": form, "job": job}
    return form_page(request, "revops/deal_imports/columns.html", page)


@ops_required
@require_POST
def sheet(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Import another sheet of the workbook."""
    job = find_deal_import(import_id)

    def page(problem: str) -> HttpResponse:
        context = {"form": MappingForm(None, job=job), "job": job, "sheet_problem": problem}
        return form_page(request, "revops/deal_imports/columns.html", context, is_refused=True)

    return sheet_page(
        request,
        choose=lambda name: services.choose_sheet(job=job, sheet=name),
        address_of=_address_of,
        page=page,
    )


@ops_required
@require_GET
def show(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Show the progress, the preview or the report of an import."""
    job = find_deal_import(import_id)
    if is_poll(request):
        return _poll_answer(request, job)
    if job.status in {Status.READING, Status.CHECKING}:
        context = {"job": job, "progress": _progress(job)}
        return render(request, "revops/deal_imports/reading.html", context)
    if job.status == Status.FAILED:
        return render(request, "revops/deal_imports/failed.html", {"job": job})
    if job.status == Status.MAPPING:
        return redirect("revops:deal-import-columns", job.pk)
    return _preview(request, job) if job.status == Status.PREVIEW else _report(request, job)


@ops_required
@require_POST
def start(
    request: HttpRequest,  # noqa: ARG001 (Django hands it over)
    import_id: UUID,
) -> HttpResponse:
    """Start the import."""
    services.start_deal_import(job=find_deal_import(import_id))
    return redirect("revops:deal-import-job", import_id)


@ops_required
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Say what a revert of an import deletes and keeps, then delete its deals that nobody has changed."""
    job, back = find_deal_import(import_id), reverse("revops:deal-import-job", args=[import_id])
    if request.method == "GET":
        if job.status != Status.COMPLETED:
            return redirect(back)
        context = {"job": job, "preview": revert_preview(job), "back": back}
        return render(request, "revops/deal_imports/revert.html", context)
    start_revert(flow=DEALS, job=job)
    return redirect(back)


@ops_required
@require_POST
def discard(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Discard a file before its import."""
    job = find_deal_import(import_id)
    discard_import(job=job)
    messages.success(request, gettext("{file} discarded. No deals were imported.").format(file=job.file_name))
    return redirect("revops:deal-import")


@ops_required
@require_GET
def failed(
    request: HttpRequest,  # noqa: ARG001 (Django hands it over)
    import_id: UUID,
) -> StreamingHttpResponse:
    """Download the refused rows, to correct and import again."""
    job = find_deal_import(import_id)
    return failed_download(failed_rows(job), file_name=job.file_name)


def _address_of(job: DealImport) -> str:
    return reverse("revops:deal-import-job", args=[job.pk])


def _poll_answer(request: HttpRequest, job: DealImport) -> HttpResponse:
    if job.status in WRITING:
        return _report(request, job)
    return progress_answer(request, _progress(job))


def _progress(job: DealImport) -> Progress:
    # How far a check is, only its worker knows.
    done = job.total if job.status == Status.CHECKING else job.processed
    return progress_of(job, _address_of(job), done=done, total=0)


def _report(request: HttpRequest, job: DealImport) -> HttpResponse:
    page = {"job": job, "failures": Paginator(job.failures, PAGE).get_page(request.GET.get("page"))}
    return page_or_part(request, "revops/deal_imports/report.html", "outcome", page)


def _preview(request: HttpRequest, job: DealImport) -> HttpResponse:
    verdict = chosen_verdict(request, list(Verdict))
    preview = preview_of(job, verdict)
    counts = preview.counts
    rows = rows_by_verdict(request, verdict=verdict, labels=VERDICT_LABELS, counts=counts, rows=preview.rows)
    notes = preview.reasons.most_common(NOTES)
    page = {"job": job, "new": counts[Verdict.CREATE], "notes": notes, **rows}
    return render(request, "revops/deal_imports/preview.html", page)
