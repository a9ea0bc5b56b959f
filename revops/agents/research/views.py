"""Insights about a lead or a company, and research on request."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import signed_in
from mauntic.crm.companies.selectors.lists import company as company_of
from mauntic.crm.contacts.selectors.lists import lead as lead_of
from mauntic.kernel.db.paging import Keyset
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.refusals import refusals_shown
from mauntic.kernel.pages.rendering import page_or_part
from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.forms import ResearchForm
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.selectors.cards import card_of_company, card_of_lead
from revops.agents.research.selectors.insights import insights_of_company, insights_of_lead, shown
from revops.agents.research.selectors.jobs import job_with_pages
from revops.agents.research.services.requests import request_company_research, request_research

CARD = "revops/research/_card.html"


@login_required
@require_GET
def lead(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Show all insights about a lead and the company of the lead, and the research that found them."""
    contact = lead_of(contact_id)
    context = {"name": contact.name, "card": card_of_lead(contact)}
    return _page(request, context, insights_of_lead(contact))


@login_required
@require_GET
def company(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Show all insights about a company, and the research that found them."""
    context = {"name": str(company_of(company_id)), "card": card_of_company(company_id)}
    return _page(request, context, insights_of_company(company_id))


@login_required
@require_GET
def lead_card(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Return the card of a lead, which asks for itself while research runs."""
    return render(request, CARD, {"card": card_of_lead(lead_of(contact_id))})


@login_required
@require_GET
def company_card(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Return the card of a company, which asks for itself while research runs."""
    return render(request, CARD, {"card": card_of_company(company_of(company_id).pk)})


@login_required
@require_GET
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Show what a job looked at, what became of each page, and what it dropped."""
    found = job_with_pages(job_id)
    insights = shown(found.row.insights.order_by("-is_by_model", "type", "pk"))
    return page_or_part(request, "revops/research/job.html", "job", {"job": found, "insights": insights})


@login_required
@require_POST
def start_lead(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Request research about a lead or the company of the lead."""
    form = ResearchForm(request.POST)
    if not form.is_valid():
        raise Invalid({name: [str(each) for each in found] for name, found in form.errors.items()})
    kind = ResearchType(form.cleaned_data["type"])
    with refusals_shown(request, Conflict):
        found = request_research(contact_id=contact_id, kind=kind, by=signed_in(request))
        about = found.contact if kind == ResearchType.PERSON else found.company or found.contact
        messages.success(request, _("Research on {name} started.").format(name=about))
    return redirect(next_page(request, reverse("lead", args=[contact_id])))


@login_required
@require_POST
def start_company(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Request research about a company."""
    with refusals_shown(request, Conflict):
        found = request_company_research(company_id=company_id, by=signed_in(request))
        messages.success(request, _("Research on {name} started.").format(name=found.company))
    return redirect(next_page(request, reverse("company", args=[company_id])))


def _page(request: HttpRequest, context: dict[str, Any], rows: QuerySet[ResearchInsight]) -> HttpResponse:
    page = Keyset(rows, "read_at").page(
        after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    more = {"page": page, "insights": shown(page.rows)}
    return page_or_part(request, "revops/research/insights.html", "research", {**context, **more})
