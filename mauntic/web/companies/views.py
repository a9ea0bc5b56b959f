"""The list of companies, and the page of one."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mauntic.accounts.context import signed_in
from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.selectors.history import history_of, last_authors
from mauntic.crm.changes.selectors.words import field_label
from mauntic.crm.companies.selectors.lists import companies
from mauntic.crm.companies.selectors.lists import company as company_of
from mauntic.crm.companies.services.edit import create_company, update_company
from mauntic.crm.fields.selectors.definitions import definitions
from mauntic.kernel.db.counting import count_words
from mauntic.kernel.db.paging import Keyset
from mauntic.kernel.errors import Conflict, EditConflict, Invalid, MaunticError
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.quick import quick_page, saved
from mauntic.kernel.pages.rendering import form_page, page_or_part
from mauntic.web.companies.forms import CompanyEditForm, CompanyForm, initial_of
from mauntic.web.companies.selectors import company_context
from mauntic.web.companies.tables import CompanyTable


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
    """Show a company with its leads, deals, activities and signals."""
    context = company_context(company_id, signed_in(request))
    return render(request, "web/companies/company.html", context)


@login_required
def edit(request: HttpRequest, company_id: uuid.UUID) -> HttpResponse:
    """Edit a company, also while somebody else edits it."""
    company = company_of(company_id)
    form = CompanyEditForm(
        request.POST or None,
        initial=initial_of(company),
        definitions=definitions("company"),
        values=company.custom_fields,
    )
    if form.is_valid():
        try:
            update_company(company=company, values=form.changes(), opened=form.opened_texts())
        except EditConflict as error:
            form.show_conflicts(error, last_authors(Subject.COMPANY, company_id, error.stored))
        except MaunticError as error:
            add_errors(form, _at_field(error))
        else:
            messages.success(request, _('Company "{name}" saved.').format(name=company_of(company_id)))
            return redirect("company", company_id)
    url = reverse("company", args=[company_id])
    page = {"form": form, "name": company, "title": _("Edit company"), "url": url}
    return form_page(request, "components/edit_page.html", page)


def _at_field(error: MaunticError) -> MaunticError:
    """Return the error of a domain that another company has as one of its field."""
    field = error.details.get("field")
    return Invalid({str(field): error.message}) if isinstance(error, Conflict) and field else error


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
