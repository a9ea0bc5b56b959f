"""The page of suppressed addresses."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mauntic.accounts.context import ops_required, require_ops, signed_in
from mauntic.delivery.suppression.forms import SuppressForm
from mauntic.delivery.suppression.models import Reason
from mauntic.delivery.suppression.selectors import suppression, suppressions
from mauntic.delivery.suppression.services import allow_again, suppress
from mauntic.kernel.db.paging import Keyset
from mauntic.kernel.pages.rendering import form_page


@login_required
@require_http_methods(["GET", "POST"])
def suppression_list(request: HttpRequest) -> HttpResponse:
    """List suppressed addresses, look one up, and suppress another."""
    form = SuppressForm(request.POST or None)
    if request.method == "POST":
        user = require_ops(request)
        if form.is_valid():
            address = form.cleaned_data["address"]
            is_new = suppress(addresses=[address], reason=Reason.MANUAL, source=str(user))
            done = _("{address} gets no more email.") if is_new else _("{address} was suppressed already.")
            messages.success(request, done.format(address=address))
            return redirect("delivery:suppressions")
    asked, reason = request.GET.get("address", ""), request.GET.get("reason", "")
    page = Keyset(suppressions(asked, reason), "created_at").page(
        after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {
        "form": form,
        "page": page,
        "asked": asked,
        "reason": reason,
        "reasons": Reason.choices,
        "is_ops": signed_in(request).is_ops,
    }
    return form_page(request, "delivery/suppression/index.html", context)


@ops_required
@require_http_methods(["GET", "POST"])
def suppression_delete(request: HttpRequest, suppression_id: UUID) -> HttpResponse:
    """Say why an address is suppressed (GET), and let it get email again (POST)."""
    if request.method == "POST":
        row = allow_again(suppression_id=suppression_id, by=signed_in(request))
        messages.success(request, _("{address} may get email again.").format(address=row))
        return redirect("delivery:suppressions")
    return render(request, "delivery/suppression/allow.html", {"row": suppression(suppression_id)})
