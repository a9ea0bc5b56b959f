"""Import of deals: upload, columns, preview, report."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from mauntic.accounts.context import ops_required, signed_in
from mauntic.imports.services.steps import start_revert
from mauntic.kernel.errors import Invalid
from mauntic.kernel.files.failed_rows import failed_download
from mauntic.kernel.files.limits import MAX_BYTES
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page, page_or_part
from mauntic.kernel.requests.bodies import takes_bodies_of
from revops.deal_imports.forms import MappingForm, UploadForm
from revops.deal_imports.models import DealImport
from revops.deal_imports.selectors import deal_imports, failed_rows, find_deal_import
from revops.deal_imports.services import run as services
from revops.deal_imports.services.check import Verdict
from revops.deal_imports.services.flow import DEALS
from revops.deal_imports.services.preview import preview_of

PAGE = 50
NOTES = 5
UNPROCESSABLE = 422
Status = DealImport.Status
LABELS = {Verdict.CREATE: _("New"), Verdict.SKIP: _("Existing"), Verdict.ERROR: _("Not imported")}


@takes_bodies_of(MAX_BYTES)
@ops_required
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Upload a file, and list earlier imports."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            job = services.upload_deals(file=upload.file, file_name=upload.name, by=signed_in(request))
        except Invalid as error:
            add_errors(form, error)
        else:
            return redirect("revops:deal-import-job", job.pk)
    page = {"form": form, "jobs": deal_imports()}
    return form_page(request, "revops/deal_imports/index.html", page)


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
@require_GET
def show(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Show the progress, the preview or the report of an import."""
    job = find_deal_import(import_id)
    if job.status in {Status.READING, Status.CHECKING}:
        return _working(request, job)
    if job.status in {Status.MAPPING, Status.FAILED}:
        return _read(request, job)
    if job.status == Status.PREVIEW:
        return HttpResponseClientRefresh() if _is_progress(request) else _preview(request, job)
    page = {"job": job, "failures": Paginator(job.failures, PAGE).get_page(request.GET.get("page"))}
    if job.status in {Status.COMPLETED, Status.REVERTED} and getattr(request, "htmx", None):
        return HttpResponseClientRefresh()
    return page_or_part(request, "revops/deal_imports/report.html", "outcome", page)


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
@require_POST
def take_back(
    request: HttpRequest,  # noqa: ARG001 (Django hands it over)
    import_id: UUID,
) -> HttpResponse:
    """Revert an import: delete its deals that nobody has changed."""
    start_revert(flow=DEALS, job=find_deal_import(import_id))
    return redirect("revops:deal-import-job", import_id)


@ops_required
@require_POST
def discard(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Discard a file before its import."""
    job = find_deal_import(import_id)
    services.discard_deal_import(job=job)
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


def _is_progress(request: HttpRequest) -> bool:
    """Whether the bar of an open page asks how far the work is, and not a person who followed a link."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted)


def _working(request: HttpRequest, job: DealImport) -> HttpResponse:
    is_read = job.status == Status.CHECKING
    progress = {
        "label": (gettext("Checking {file}") if is_read else gettext("Reading {file}")).format(
            file=job.file_name
        ),
        "done": job.total if is_read else job.processed,
        "total": 0,  # unknown before the end
        "running": True,
        "poll_url": reverse("revops:deal-import-job", args=[job.pk]),
    }
    if getattr(request, "htmx", None):
        return render(request, "components/progress.html", {"job": progress})
    return render(request, "revops/deal_imports/reading.html", {"job": job, "progress": progress})


def _read(request: HttpRequest, job: DealImport) -> HttpResponse:
    if getattr(request, "htmx", None):  # the progress of reading asked
        return HttpResponseClientRefresh()
    if job.status == Status.FAILED:
        return render(request, "revops/deal_imports/failed.html", {"job": job})
    return redirect("revops:deal-import-columns", job.pk)


def _preview(request: HttpRequest, job: DealImport) -> HttpResponse:
    chosen = request.GET.get("verdict", "")
    preview = preview_of(job, chosen if chosen in list(Verdict) else "")
    counts = preview.counts
    page = {
        "job": job,
        "tabs": [
            ("", gettext("All rows"), counts.total()),
            *((each.value, LABELS[each], counts[each]) for each in Verdict),
        ],
        "verdict": chosen,
        "new": counts[Verdict.CREATE],
        "notes": preview.reasons.most_common(NOTES),
        "page": Paginator(preview.rows, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "revops/deal_imports/preview.html", page)
