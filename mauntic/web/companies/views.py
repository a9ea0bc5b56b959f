"""The list of companies, the page of one, and the form of a new one."""

import uuid

from django.contrib.auth.decorators import login_required
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mauntic.accounts.context import signed_in
from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.selectors.history import history_of
from mauntic.crm.changes.selectors.words import field_label
from mauntic.crm.companies.selectors.lists import companies
from mauntic.crm.companies.selectors.lists import company as company_of
from mauntic.crm.companies.services.edit import create_company
from mauntic.crm.contacts.selectors.lists import LeadFilters, leads
from mauntic.crm.models import Company
from mauntic.kernel.db.counting import count_words
from mauntic.kernel.db.paging import Keyset
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.quick import quick_page, saved
from mauntic.kernel.pages.rendering import page_or_part
from mauntic.web.companies.forms import CompanyForm
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


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Create a company. Page, or part for the dialog."""
    form = CompanyForm(request.POST or None, auto_id="new_%s")
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if value}
        try:
            company = create_company(values=values)
        except MaunticError as error:
            add_errors(form, error)
        else:
            return saved(
                request, _("Company {name} created."), company, reverse("company", args=[company.pk])
            )
    return quick_page(request, "web/companies/new.html", {"form": form})


@login_required
def history(request: HttpRequest, company_id: uuid.UUID) -> HttpResponse:
    """Show the changes of a company. `field` in the URL limits them to one column."""
    company, field = company_of(company_id), request.GET.get("field", "")
    found = history_of(
        Subject.COMPANY,
        company.pk,
        name=field,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "history": found,
        "name": str(company),
        "address": reverse("company", args=[company.pk]),
        "field": field,
        "label": field_label(Subject.COMPANY, field) if field else "",
    }
    return page_or_part(request, "crm/changes/history.html", "history", context)
