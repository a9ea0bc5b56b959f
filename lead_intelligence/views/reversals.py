"""What was taken back, and taking back all of a vendor."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lead_intelligence import services
from lead_intelligence.selectors.reversals import preview_provider, reversal_lines, reversals
from lead_intelligence.views.leads import back
from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.errors import Conflict, NotAllowed

PER_PAGE = 50
AT_ONCE = 1000
"""More values than this are taken back by a worker, not while somebody waits."""


@login_required
@require_GET
def reversal_list(request: HttpRequest) -> HttpResponse:
    """The reversals, the newest first, each with its undo."""
    page = Paginator(reversals(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": reversal_lines(page.object_list),
        "may_change_all": signed_in(request).is_ops,
    }
    return render(request, "lead_intelligence/reversals.html", context)


@login_required
@require_POST
def undo_reversal(request: HttpRequest, reversal_id: UUID) -> HttpResponse:
    """Put back what was taken back."""
    try:
        undone = services.undo_reversal(reversal_id=reversal_id, by=signed_in(request))
    except (Conflict, NotAllowed) as error:
        messages.error(request, error.message)
    else:
        left = f" {undone.left:,} stay as they are: they were changed since." if undone.left else ""
        messages.success(request, f"Put back: {undone.restored:,}.{left}")
    return back(request, reverse("lead_intelligence:reversals"))


@ops_required
@require_http_methods(["GET", "POST"])
def revert_provider(request: HttpRequest, slug: str) -> HttpResponse:
    """What taking back all of a vendor would do; posted, it is done."""
    if request.method == "GET":
        page = {"preview": preview_provider(slug)}
        return render(request, "lead_intelligence/provider_revert.html", page)
    if preview_provider(slug).values > AT_ONCE:
        services.request_provider_revert(provider=slug, by=signed_in(request))
        messages.info(
            request, "The values are being taken back, all at once. The list shows it when it is done."
        )
        return redirect("lead_intelligence:reversals")
    done = services.revert_provider(provider=slug, by=signed_in(request))
    if done.reversal is None:
        messages.info(request, "There was nothing left to take back.")
    else:
        undo = reverse("lead_intelligence:reversal-undo", args=[done.reversal.pk])
        messages.success(request, f"Taken back: {done.reversal.count:,} values.", extra_tags=undo)
    return redirect("lead_intelligence:reversals")
