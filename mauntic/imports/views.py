"""Parts of the pages of all imports: upload, progress, and rows by verdict."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.imports.forms import UploadForm
from mauntic.imports.models import FileImport, Status
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page

PAGE = 50
AnyImport_co = TypeVar("AnyImport_co", bound=FileImport, covariant=True)
AnyImport = TypeVar("AnyImport", bound=FileImport)


class Upload(Protocol[AnyImport_co]):
    """The service that takes a file. Raises `Invalid` for one that cannot be read."""

    def __call__(self, *, file: Any, file_name: str, created_by: User) -> AnyImport_co: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """Data of the progress bar."""

    label: str
    done: int
    total: int
    running: bool
    poll_url: str


def upload_page(
    request: HttpRequest,
    template: str,
    *,
    upload: Upload[AnyImport],
    address_of: Callable[[AnyImport], str],
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show the upload form, or store the uploaded file and redirect to the page of its import.

    Args: `address_of` returns the URL of that page.
    """
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            job = upload(file=sent.file, file_name=sent.name, created_by=signed_in(request))
        except Invalid as error:
            add_errors(form, error)
        else:
            return redirect(address_of(job))
    return form_page(request, template, {"form": form, **(context or {})})


def sheet_page(
    request: HttpRequest,
    *,
    choose: Callable[[str], AnyImport],
    address_of: Callable[[AnyImport], str],
    page: Callable[[str], HttpResponse],
) -> HttpResponse:
    """Import another sheet of the workbook, and redirect to the page of the import.

    Args: `choose` is the service. `page` returns the mapping page with the problem of a sheet that cannot be
    read.
    """
    try:
        job = choose(request.POST.get("sheet", ""))
    except Invalid as error:
        return page(" ".join(error.fields["sheet"]))
    if job.status == Status.MAPPING:
        messages.success(
            request, _('Sheet "%(sheet)s" of %(file)s read.') % {"sheet": job.sheet, "file": job}
        )
    return redirect(address_of(job))


def progress_of(
    job: FileImport, poll_url: str, *, done: int | None = None, total: int | None = None
) -> Progress:
    """Return what the progress bar of an import shows.

    Args: `done` and `total` replace the numbers of rows of the import. A total of 0 is unknown.
    """
    return Progress(
        label=_("%(status)s %(file)s") % {"status": job.get_status_display(), "file": job.file_name},
        done=job.processed if done is None else done,
        total=job.total if total is None else total,
        running=job.is_busy,
        poll_url=poll_url,
    )


def is_poll(request: HttpRequest) -> bool:
    """Return whether an open page polls the progress, as opposed to a person who followed a link."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted)


def progress_answer(request: HttpRequest, progress: Progress) -> HttpResponse:
    """Answer the progress bar of an open page. Once the work is done, the page is loaded again."""
    if not progress.running:
        return HttpResponseClientRefresh()
    return render(request, "components/progress.html", {"job": progress})


def chosen_verdict(request: HttpRequest, verdicts: Sequence[str]) -> str:
    """Return the verdict of the open tab. Empty for all rows and for an unknown verdict."""
    verdict = request.GET.get("verdict", "")
    return verdict if verdict in verdicts else ""


def rows_by_verdict(
    request: HttpRequest,
    *,
    verdict: str,
    labels: Mapping[str, Any],
    counts: Mapping[Any, int],
    rows: QuerySet[Any] | Sequence[Any],
) -> dict[str, Any]:
    """Return the context of `imports/rows.html`: the tabs of the verdicts, and a page of rows.

    Args: `verdict` is the open tab, and `rows` are its rows. `labels` and `counts` are by verdict, in the
    order of the tabs.
    """
    total = sum(counts[each] for each in labels)
    paginator = Paginator(rows, PAGE)
    # Known already: the page needs no further count.
    paginator.count = counts[verdict] if verdict else total
    tabs = [("", _("All rows"), total), *((each, label, counts[each]) for each, label in labels.items())]
    return {"tabs": tabs, "verdict": verdict, "page": paginator.get_page(request.GET.get("page"))}
