"""Papers of deals: attached, fetched, deleted."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mauntic.accounts.context import signed_in
from mauntic.kernel.errors import Invalid, NotFound
from mauntic.kernel.forms import add_errors
from revops import selectors
from revops.forms.attachments import AttachmentForm
from revops.models import Deal
from revops.selectors.committee import attachment as find
from revops.services.attachments import attach_file, delete_attachment
from revops.views.deal_parts import UNPROCESSABLE, attachments_part, changed_answer, part_answer


@login_required
@require_http_methods(["GET", "POST"])
def deal_attachments(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """The files of a deal; a POST adds one."""
    deal = selectors.deal(deal_id, signed_in(request))
    if request.method == "GET":
        return part_answer(request, deal, "attachments", attachments_part(deal))
    form = AttachmentForm(request.POST, request.FILES, auto_id="attachment_%s")
    if not form.is_valid() or not _attached(request, form, deal):
        return part_answer(request, deal, "attachments", attachments_part(deal, form), UNPROCESSABLE)
    return changed_answer(request, deal, "attachments", attachments_part(deal))


@login_required
@require_GET
def attachment(request: HttpRequest, attachment_id: UUID) -> FileResponse:
    """The file, to be saved and never shown: what somebody uploaded does not run here."""
    kept = find(attachment_id, signed_in(request))
    try:
        content = kept.file.open("rb")
    except FileNotFoundError:
        raise NotFound(f"“{kept.name}” is no longer on the disk. Attach it again.") from None
    return FileResponse(
        content, as_attachment=True, filename=kept.name, content_type="application/octet-stream"
    )


@login_required
@require_http_methods(["GET", "POST"])
def attachment_delete(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    """Asks, then deletes for good."""
    user = signed_in(request)
    kept = find(attachment_id, user)
    if request.method == "GET":
        return render(request, "revops/attachment_delete.html", {"attachment": kept, "deal": kept.deal})
    delete_attachment(attachment_id=attachment_id, by=user)
    messages.success(request, f"“{kept.name}” is deleted.")
    return redirect("revops:deal", kept.deal_id)


def _attached(request: HttpRequest, form: AttachmentForm, deal: Deal) -> bool:
    upload = form.cleaned_data["file"]
    try:
        attach_file(deal_id=deal.pk, file=upload, name=upload.name, by=signed_in(request))
    except Invalid as error:
        add_errors(form, error)
        return False
    return True
