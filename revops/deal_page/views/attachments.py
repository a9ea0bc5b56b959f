"""Files of deals: upload, download, delete."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mauntic.accounts.context import signed_in
from mauntic.kernel.errors import Invalid, NotFound
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.requests.bodies import takes_bodies_of
from revops.attachments.forms import AttachmentForm
from revops.attachments.selectors import get_attachment
from revops.attachments.services import MOST_BYTES, attach_file, delete_attachment
from revops.deal_page.views.parts import UNPROCESSABLE, attachments_part, changed_answer, part_answer
from revops.deals.models.deals import Deal
from revops.deals.selectors import visible


@takes_bodies_of(MOST_BYTES)
@login_required
@require_http_methods(["GET", "POST"])
def deal_attachments(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """Show the files of a deal. POST adds one."""
    deal = visible.deal(deal_id, signed_in(request))
    if request.method == "GET":
        return part_answer(request, deal, "attachments", attachments_part(deal))
    form = AttachmentForm(request.POST, request.FILES, auto_id="attachment_%s")
    if not form.is_valid() or not _attached(request, form, deal):
        return part_answer(request, deal, "attachments", attachments_part(deal, form), UNPROCESSABLE)
    return changed_answer(request, deal, "attachments", attachments_part(deal))


@login_required
@require_GET
def attachment(request: HttpRequest, attachment_id: UUID) -> FileResponse:
    """Download a file. It is never shown inline, so that uploaded content cannot run in this origin."""
    stored = get_attachment(attachment_id, signed_in(request))
    try:
        content = stored.file.open("rb")
    except FileNotFoundError:
        raise NotFound(
            _('"{name}" is missing on the server. Attach it again.').format(name=stored.name)
        ) from None
    return FileResponse(
        content, as_attachment=True, filename=stored.name, content_type="application/octet-stream"
    )


@login_required
@require_http_methods(["GET", "POST"])
def attachment_delete(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    """Confirm, then delete a file permanently."""
    user = signed_in(request)
    stored = get_attachment(attachment_id, user)
    if request.method == "GET":
        return render(
            request, "revops/deal_page/attachment_delete.html", {"attachment": stored, "deal": stored.deal}
        )
    delete_attachment(attachment_id=attachment_id, by=user)
    messages.success(request, _('File "{name}" deleted.').format(name=stored.name))
    return redirect("revops:deal", stored.deal_id)


def _attached(request: HttpRequest, form: AttachmentForm, deal: Deal) -> bool:
    upload = form.cleaned_data["file"]
    try:
        attach_file(deal_id=deal.pk, file=upload, name=upload.name, by=signed_in(request))
    except Invalid as error:
        add_errors(form, error)
        return False
    return True
