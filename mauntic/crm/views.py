"""The pages of an import: upload, columns, preview, progress and report, taking it back."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from mauntic.accounts.context import signed_in
from mauntic.crm.forms import UploadForm, column_choices, posted_mapping, targets
from mauntic.crm.models import Import, ImportRow
from mauntic.crm.selectors import imports as selectors
from mauntic.crm.services import imports as services
from mauntic.kernel.errors import Invalid, NotAllowed
from mauntic.kernel.forms import add_errors

PAGE = 50
Status = Import.Status
# Where an import is looked at, by how far it has come.
PLACES = {Status.MAPPING: "crm:import-mapping", Status.CHECKING: "crm:import-preview"}
PLACES[Status.PREVIEW] = PLACES[Status.CHECKING]


@dataclass(frozen=True, slots=True)
class Progress:
    """What the progress bar shows."""

    label: str
    done: int
    total: int
    running: bool
    poll_url: str


@login_required
@require_GET
def import_list(request: HttpRequest) -> HttpResponse:
    """All imports, the newest first."""
    page = Paginator(selectors.imports(), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "jobs": [(job, place_of(job)) for job in page]}
    return render(request, "crm/import_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Upload a file."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            job = services.upload_import(
                file=upload.file, file_name=upload.name, created_by=signed_in(request)
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            return redirect("crm:import-mapping", job.pk)
    return render(request, "crm/import_new.html", {"form": form}, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def import_mapping(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Say what the columns mean, beside examples from the file."""
    job = _own(request, import_id)
    if job.status not in services.REMAPPABLE:
        return redirect(place_of(job))
    mapping, problems = job.mapping, {}
    if request.method == "POST":
        mapping = posted_mapping(job.columns, request.POST)
        try:
            services.set_mapping(job=job, mapping=mapping)
        except Invalid as error:
            problems = error.fields
        else:
            return redirect("crm:import-preview", job.pk)
    context = {
        "job": job,
        "columns": column_choices(job.columns, mapping, selectors.examples(job), problems),
        "targets": targets(),
        "problem": " ".join(problems.get("mapping", ())),
    }
    return render(request, "crm/import_mapping.html", context, status=400 if problems else 200)


@login_required
@require_GET
def import_preview(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Every row's verdict, before anything is written."""
    job = selectors.find_import(import_id)
    if job.status not in {Status.CHECKING, Status.PREVIEW}:
        return redirect(place_of(job))
    context = {"job": job, "progress": _progress(job)}
    if job.status == Status.PREVIEW:
        context |= _rows(request, job)
    return render(request, "crm/import_preview.html", context)


@login_required
@require_GET
def import_detail(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Progress while it runs, then what became of it."""
    job = selectors.find_import(import_id)
    if job.status in PLACES:
        return redirect(place_of(job))
    context = {"job": job, "progress": _progress(job), "outcome": selectors.outcome(job)}
    htmx = getattr(request, "htmx", None)
    if htmx and htmx.target == "outcome":
        return render(request, "crm/import_detail.html#outcome", context)
    return render(request, "crm/import_detail.html", context | _rows(request, job))


@login_required
@require_GET
def import_progress(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """The bar alone; once the work is done, a wish that the page loads itself again."""
    job = selectors.find_import(import_id)
    if not job.is_busy:
        return HttpResponseClientRefresh()
    return render(request, "components/progress.html", {"job": _progress(job)})


@login_required
@require_POST
def import_start(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Write what the preview shows."""
    job = _own(request, import_id)
    services.start_import(job=job)
    return redirect("crm:import-detail", job.pk)


@login_required
@require_POST
def import_revert(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Take it back, as far as nobody has worked on what it brought."""
    job = _own(request, import_id)
    services.revert_import(job=job)
    messages.success(request, f"{job.file_name} is being taken back.")
    return redirect("crm:import-detail", job.pk)


@login_required
@require_GET
def import_failed(
    request: HttpRequest,  # noqa: ARG001 (Django hands it over)
    import_id: UUID,
) -> StreamingHttpResponse:
    """The rows with errors as a file, to mend and upload again."""
    job = selectors.find_import(import_id)
    writer = csv.writer(_Echo())
    lines: Iterator[str] = (writer.writerow(row) for row in selectors.failed_rows(job))
    name = job.file_name.rpartition(".")[0] or job.file_name
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{_ascii(name)}-failed-rows.csv"'
    return answer


def place_of(job: Import) -> str:
    """Address of the page that shows the import as far as it has come."""
    return reverse(PLACES.get(Status(job.status), "crm:import-detail"), args=[job.pk])


class _Echo:
    """A file whose `write` hands back what it was given, so that csv can stream."""

    def write(self, line: str) -> str:
        return line


def _own(request: HttpRequest, import_id: UUID) -> Import:
    """The import, for who made it, and for ops and admins."""
    job = selectors.find_import(import_id)
    user = signed_in(request)
    if job.created_by_id != user.pk and not user.is_ops:
        raise NotAllowed("Only who uploaded this file, ops and admins can do this.")
    return job


def _progress(job: Import) -> Progress:
    label = f"{job.get_status_display()} {job.file_name}"
    poll_url = reverse("crm:import-progress", args=[job.pk])
    return Progress(label, job.processed, job.total, job.is_busy, poll_url)


def _rows(request: HttpRequest, job: Import) -> dict[str, Any]:
    chosen = request.GET.get("verdict", "")
    verdict = chosen if chosen in ImportRow.Verdict.values else ""
    counts = selectors.verdict_counts(job)
    tabs = [("", "All rows", job.total)]
    tabs += [(str(value), str(value.label), counts[value]) for value in ImportRow.Verdict]
    paginator = Paginator(selectors.import_rows(job, verdict), PAGE)
    # Known already: the page needs no further count.
    paginator.count = counts[verdict] if verdict else job.total
    page = paginator.get_page(request.GET.get("page"))
    for row in page:
        row.job = job
    return {"tabs": tabs, "verdict": verdict, "counts": counts, "page": page}


def _ascii(name: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name)
