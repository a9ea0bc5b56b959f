"""The enrichment overview."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lead_intelligence.performance.selectors import fields, vendors
from mauntic.accounts.context import signed_in
from mauntic.kernel.pages.parts import later


@login_required
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show vendors and latest jobs. The live part reloads while jobs run."""
    page: dict[str, Any] = {"overview": vendors.overview(), "may_change": signed_in(request).is_ops}
    if getattr(request, "htmx", False):
        return render(request, "lead_intelligence/performance/overview.html#live", page)
    # The figures by field change slowly. Their queries are too slow for a reload every two seconds.
    return render(
        request, "lead_intelligence/performance/overview.html", page | {"fields": later(fields.field_table)}
    )
