"""Having many leads enriched: what it means is told first, then it is asked for once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lead_intelligence.selectors import batch_estimate, batches
from lead_intelligence.selectors.budgets import budget_states
from lead_intelligence.services import LARGEST_BATCH, request_batch
from mauntic.accounts.context import signed_in
from mauntic.crm.models import Contact
from mauntic.kernel.errors import Invalid
from mauntic.kernel.parsing import uuids
from mauntic.kernel.rendering import page_or_part
from mauntic.web.filters import LeadFilter
from mauntic.web.forms import EnrichForm
from mauntic.web.selectors import LEAD_TABS
from mauntic.web.views.leads import narrowed


@login_required
@require_http_methods(["GET", "POST"])
def enrich(request: HttpRequest) -> HttpResponse:
    """The leads of the list's address, or those of `ids`: what they would cost, and the button."""
    ids, label = _chosen(request)
    form = EnrichForm(request.POST or None)
    asks = request.method == "POST" and form.is_valid()
    if asks and batches().filter(pk=form.cleaned_data["batch"]).exists():
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
        _say_why_not(request, len(found.askable))
    context: dict[str, Any] = {
        "form": form,
        "estimate": found,
        "label": label,
        "budgets": [each for each in budget_states() if each.limit is not None],
        "query": request.GET.urlencode(),
    }
    return page_or_part(request, "web/enrich.html", "estimate", context, status=400 if form.errors else 200)


def _say_why_not(request: HttpRequest, askable: int) -> None:
    if askable:
        messages.warning(request, f"There are more leads by now: {askable:,}. Look at the cost again.")
    else:
        messages.warning(request, "There is nothing to do: none of these leads can be looked up now.")


def _chosen(request: HttpRequest) -> tuple[list[UUID], str]:
    """The leads that the address means, and how people call them."""
    if ticked := uuids(request.GET.getlist("ids")):
        found = Contact.objects.filter(pk__in=ticked).ranked()
        ids = list(found.values_list("pk", flat=True))
        return ids, "1 ticked lead" if len(ids) == 1 else f"{len(ids)} ticked leads"
    narrowing = narrowed(request)
    if not narrowing.is_valid():
        # A filter that cannot be read narrows nothing: then all leads would be paid for.
        raise Invalid({name: [str(each) for each in said] for name, said in narrowing.errors.items()})
    ids = list(narrowing.qs.ranked().values_list("pk", flat=True)[: LARGEST_BATCH + 1])
    if len(ids) > LARGEST_BATCH:
        raise Invalid({"leads": f"Narrow the list first: {LARGEST_BATCH:,} leads at once are the most."})
    return ids, _in_words(request, narrowing)


def _in_words(request: HttpRequest, narrowing: LeadFilter) -> str:
    """`Hot leads: grade A, B; country DE`."""
    tab, _ = LEAD_TABS.get(request.GET.get("tab", "all"), LEAD_TABS["all"])
    given = {name: [text for text in request.GET.getlist(name) if text] for name in narrowing.filters}
    labels = {name: str(field.label).lower() for name, field in narrowing.form.fields.items()}
    told = [f"{labels[name]} {', '.join(texts)}" for name, texts in given.items() if texts]
    told += ["of one import"] if request.GET.get("import") else []
    return f"{tab} leads" + (f": {'; '.join(told)}" if told else "")
