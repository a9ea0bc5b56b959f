"""Enrich many leads: show the estimate first, then request enrichment once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lead_intelligence.enrichment.selectors.batches import newest_batches
from lead_intelligence.enrichment.services.batches import LARGEST_BATCH, request_batch
from lead_intelligence.spending.selectors.budgets import budget_states
from lead_intelligence.spending.selectors.estimates import batch_estimate
from mauntic.accounts.context import signed_in
from mauntic.crm.models import Contact
from mauntic.kernel.display import number
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import checked
from mauntic.kernel.pages.rendering import form_page
from mauntic.kernel.parsing import uuids
from mauntic.web.leads.filters import LeadFilter
from mauntic.web.leads.forms import EnrichForm
from mauntic.web.leads.selectors.rows import LEAD_TABS
from mauntic.web.leads.views.table import narrowed


@login_required
@require_http_methods(["GET", "POST"])
def enrich(request: HttpRequest) -> HttpResponse:
    """Show the estimate for the filtered leads or those of `ids`, and request their enrichment."""
    ids, label = _chosen(request)
    form = EnrichForm(request.POST or None)
    asks = request.method == "POST" and form.is_valid()
    if asks and newest_batches().filter(pk=form.cleaned_data["batch"]).exists():
        return redirect("lead_intelligence:batch", form.cleaned_data["batch"])
    fields = form.cleaned_data["wanted"] or None if asks else None
    found = batch_estimate(ids, fields)
    if asks and "preview" not in request.POST:
        if 0 < len(found.askable) <= form.cleaned_data["confirmed"]:
            batch = request_batch(
                contact_ids=found.askable,
                label=label,
                fields=fields,
                priority=form.cleaned_data["priority"],
                requested_by=signed_in(request),
                batch_id=form.cleaned_data["batch"],
            )
            return redirect("lead_intelligence:batch", batch.pk)
        _warn(request, len(found.askable))
    context: dict[str, Any] = {
        "form": form,
        "estimate": found,
        "label": label,
        "budgets": [each for each in budget_states() if each.limit is not None],
        "query": request.GET.urlencode(),
    }
    return form_page(request, "web/leads/enrich.html", context, part="estimate")


def _warn(request: HttpRequest, askable: int) -> None:
    if askable:
        sentence = ngettext(
            "The selection now has {count} lead. Review the cost, then enrich.",
            "The selection now has {count} leads. Review the cost, then enrich.",
            askable,
        )
        messages.warning(request, sentence.format(count=number(askable)))
    else:
        messages.warning(request, _("None of these leads can be enriched now."))


def _chosen(request: HttpRequest) -> tuple[list[UUID], str]:
    """Return the ids of the leads that the query string selects, and their name for people."""
    if ticked := uuids(request.GET.getlist("ids")):
        found = Contact.objects.filter(pk__in=ticked).ranked()
        ids = list(found.values_list("pk", flat=True))
        return ids, ngettext("{count} selected lead", "{count} selected leads", len(ids)).format(
            count=number(len(ids))
        )
    narrowing = narrowed(request)
    # A filter that cannot be read narrows nothing: then all leads would be paid for.
    checked(narrowing.form)
    ids = list(narrowing.qs.ranked().values_list("pk", flat=True)[: LARGEST_BATCH + 1])
    if len(ids) > LARGEST_BATCH:
        sentence = _("Filter the list first. You can enrich at most {count} leads at once.")
        raise Invalid({"leads": sentence.format(count=number(LARGEST_BATCH))})
    return ids, _in_words(request, narrowing)


def _in_words(request: HttpRequest, narrowing: LeadFilter) -> str:
    """Return `Leads: Hot (grade A, B; country DE)`."""
    tab, *_rows = LEAD_TABS.get(request.GET.get("tab", "all"), LEAD_TABS["all"])
    given = {name: [text for text in request.GET.getlist(name) if text] for name in narrowing.filters}
    labels = {name: str(field.label).lower() for name, field in narrowing.form.fields.items()}
    parts = [f"{labels[name]} {', '.join(texts)}" for name, texts in given.items() if texts]
    parts += [_("one import")] if request.GET.get("import") else []
    title = _("Leads: {tab}").format(tab=tab)
    return f"{title} ({'; '.join(parts)})" if parts else title
