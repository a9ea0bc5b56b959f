"""What vendors give for the money, and the jobs behind it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lead_intelligence import selectors
from mauntic.accounts.context import signed_in


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """What vendors give for the money; its live part renews itself while jobs run."""
    page: dict[str, Any] = {"overview": selectors.overview(), "may_change": signed_in(request).is_ops}
    if getattr(request, "htmx", False):
        return render(request, "lead_intelligence/overview.html#live", page)
    # The month's figures by field move slowly: they are not worth their queries every other second.
    return render(request, "lead_intelligence/overview.html", page | {"fields": selectors.field_table()})
