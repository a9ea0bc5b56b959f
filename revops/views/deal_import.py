"""Import of deals: a file, its columns, a preview of every row, and what became of it."""

from collections import Counter
from pathlib import PurePath
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.errors import Invalid
from mauntic.kernel.forms import add_errors
from mauntic.kernel.rendering import page_or_part
from revops.forms.deal_import import MappingForm, UploadForm
from revops.models import DealImport
from revops.selectors.deal_imports import deal_imports, failed_lines, find_deal_import
from revops.services import deal_import as services
from revops.services.deal_import_check import CheckedLine, Verdict, check_deals
from revops.services.deal_import_undo import start_taking_back

PAGE = 50
UNPROCESSABLE = 422
Status = DealImport.Status
LABELS = {Verdict.CREATE: "New", Verdict.SKIP: "There already", Verdict.ERROR: "Not imported"}


@ops_required
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Choose a file; what was imported before stands below."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            job = services.upload_deals(file=upload.file, file_name=upload.name, by=signed_in(request))
        except Invalid as error:
            add_errors(form, error)
        else:
            return redirect("revops:deal-import-columns", job.pk)
    page = {"form": form, "jobs": deal_imports()}
    return render(request, "revops/deal_import.html", page, status=UNPROCESSABLE if form.errors else 200)


@ops_required
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Say which column holds what."""
    job = find_deal_import(import_id)
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
    return render(
        request, "revops/deal_import_columns.html", page, status=UNPROCESSABLE if form.errors else 200
    )


@ops_required
@require_GET
def show(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """The preview of every row until it is started, then what became of them."""
    job = find_deal_import(import_id)
    if job.status == Status.MAPPING:
        return redirect("revops:deal-import-columns", job.pk)
    if job.status == Status.PREVIEW:
        return _preview(request, job)
    page = {"job": job, "failures": Paginator(job.failures, PAGE).get_page(request.GET.get("page"))}
    if job.status in {Status.COMPLETED, Status.REVERTED} and getattr(request, "htmx", None):
        return HttpResponseClientRefresh()
    return page_or_part(request, "revops/deal_import_report.html", "outcome", page)


@ops_required
@require_POST
def start(
    request: HttpRequest,  # noqa: ARG001 (Django hands it over)
    import_id: UUID,
) -> HttpResponse:
    """Write what the preview shows."""
    services.start_deal_import(job=find_deal_import(import_id))
    return redirect("revops:deal-import-job", import_id)


@ops_required
@require_POST
def take_back(
    request: HttpRequest,  # noqa: ARG001 (Django hands it over)
    import_id: UUID,
) -> HttpResponse:
    """Delete what it made, as far as nobody has worked on it."""
    start_taking_back(job=find_deal_import(import_id))
    return redirect("revops:deal-import-job", import_id)


@ops_required
@require_POST
def discard(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Forget the file; nothing was written."""
    job = find_deal_import(import_id)
    services.discard_deal_import(job=job)
    messages.success(request, f"{job.file_name} is forgotten. Nothing was written.")
    return redirect("revops:deal-import")


@ops_required
@require_GET
def failed(
    request: HttpRequest,  # noqa: ARG001 (Django hands it over)
    import_id: UUID,
) -> StreamingHttpResponse:
    """The rows that were not imported as a file, to mend and import again."""
    job = find_deal_import(import_id)
    answer = StreamingHttpResponse(failed_lines(job), content_type="text/csv; charset=utf-8")
    name = slugify(PurePath(job.file_name).stem) or "deals"
    answer["Content-Disposition"] = f'attachment; filename="{name}-failed-rows.csv"'
    return answer


def _preview(request: HttpRequest, job: DealImport) -> HttpResponse:
    rows = check_deals(job)
    counts = Counter(row.verdict for row in rows)
    chosen = request.GET.get("verdict", "")
    shown = [row for row in rows if row.verdict == chosen] if chosen in list(Verdict) else rows
    page = {
        "job": job,
        "tabs": [
            ("", "All rows", len(rows)),
            *((each.value, LABELS[each], counts[each]) for each in Verdict),
        ],
        "verdict": chosen,
        "new": counts[Verdict.CREATE],
        "notes": _notes(rows),
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "revops/deal_import_preview.html", page)


def _notes(rows: list[CheckedLine]) -> list[tuple[str, int]]:
    """What is said of rows, the most frequent first, with the number of rows."""
    return Counter(row.reason for row in rows if row.reason).most_common(5)
