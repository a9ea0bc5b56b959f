"""Pages of reversals."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lead_intelligence.provenance.selectors.reversals import (
    newest_reversals,
    preview_provider,
    reversal_lines,
)
from lead_intelligence.provenance.services import reversals as provenance_reversals
from lead_intelligence.provenance.views.leads import back
from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.display import number
from mauntic.kernel.errors import Conflict, NotAllowed

PER_PAGE = 50
AT_ONCE = 1000
"""The number of values from which a worker reverts them."""


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List reversals, newest first, each with its undo."""
    page = Paginator(newest_reversals(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": reversal_lines(page.object_list),
        "may_change_all": signed_in(request).is_ops,
    }
    return render(request, "lead_intelligence/provenance/reversals.html", context)


@login_required
@require_POST
def undo(request: HttpRequest, reversal_id: UUID) -> HttpResponse:
    """Undo a reversal."""
    try:
        undone = provenance_reversals.undo_reversal(reversal_id=reversal_id, by=signed_in(request))
    except (Conflict, NotAllowed) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _restored(undone))
    return back(request, reverse("lead_intelligence:reversals"))


def _restored(undone: provenance_reversals.Undone) -> str:
    restored = ngettext("{count} value restored.", "{count} values restored.", undone.restored)
    text = restored.format(count=number(undone.restored))
    if not undone.left:
        return text
    note = ngettext(
        "{count} value changed since and was kept.",
        "{count} values changed since and were kept.",
        undone.left,
    )
    return f"{text} {note.format(count=number(undone.left))}"


@ops_required
@require_http_methods(["GET", "POST"])
def revert_provider(request: HttpRequest, slug: str) -> HttpResponse:
    """Revert all values of a vendor after a preview."""
    if request.method == "GET":
        page = {"preview": preview_provider(slug)}
        return render(request, "lead_intelligence/provenance/provider_revert.html", page)
    if preview_provider(slug).values > AT_ONCE:
        provenance_reversals.request_provider_revert(provider=slug, by=signed_in(request))
        messages.info(
            request, _("Reverting the values in the background. The list shows the reversal when it is done.")
        )
        return redirect("lead_intelligence:reversals")
    done = provenance_reversals.revert_provider(provider=slug, by=signed_in(request))
    if done.reversal is None:
        messages.info(request, _("No values to revert."))
    else:
        undo = reverse("lead_intelligence:reversal-undo", args=[done.reversal.pk])
        text = ngettext("{count} value reverted.", "{count} values reverted.", done.reversal.count)
        messages.success(request, text.format(count=number(done.reversal.count)), extra_tags=undo)
    return redirect("lead_intelligence:reversals")
