"""The list of companies, and the page of one."""

import uuid

from django.contrib.auth.decorators import login_required
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from mauntic.accounts.context import signed_in
from mauntic.crm.companies.selectors.lists import companies
from mauntic.crm.contacts.selectors.lists import LeadFilters, leads
from mauntic.crm.models import Company
from mauntic.kernel.db.counting import count_words
from mauntic.kernel.db.paging import Keyset
from mauntic.web.companies.tables import CompanyTable
from mauntic.web.leads.selectors.rows import lead_rows


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List companies by name. `q` in the URL searches names and domains."""
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
    return render(request, "web/companies/index.html", context)


@login_required
def show(request: HttpRequest, company_id: uuid.UUID) -> HttpResponse:
    """Show a company and its leads, the highest score first."""
    company = get_object_or_404(Company, pk=company_id)
    found = leads(LeadFilters(company_id=company.pk))
    page = Keyset(found, "lead_score").page(
        after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    rows = lead_rows(page.rows, signed_in(request))
    context = {"company": company, "rows": rows, "page": page, "total": count_words(found)}
    return render(request, "web/companies/company.html", context)
