"""Companies, and the people of one."""

import uuid

from django.contrib.auth.decorators import login_required
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from mauntic.crm.models import Company
from mauntic.crm.selectors import LeadFilters, companies, leads
from mauntic.kernel.counting import count_words
from mauntic.kernel.paging import Keyset
from mauntic.web.selectors import lead_rows
from mauntic.web.tables import CompanyTable


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Companies by name, found by a part of it or of their domain (`q`)."""
    text = request.GET.get("q", "").strip()
    found = companies(q=text)
    page = Keyset(found, Lower("name"), descending=False).page(
        after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {
        "table": CompanyTable(page.rows),
        "page": page,
        "total": count_words(found),
        "text": text,
    }
    return render(request, "web/companies.html", context)


@login_required
def show(request: HttpRequest, company_id: uuid.UUID) -> HttpResponse:
    """What is known of a company, and its leads, the best first."""
    company = get_object_or_404(Company, pk=company_id)
    found = leads(LeadFilters(company_id=company.pk))
    page = Keyset(found, "lead_score").page(
        after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {"company": company, "rows": lead_rows(page.rows), "page": page, "total": count_words(found)}
    return render(request, "web/company.html", context)
