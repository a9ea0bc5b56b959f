"""Pages of enrichment."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lead_intelligence import selectors, services
from lead_intelligence.domain.values import in_words
from lead_intelligence.forms import BudgetForm, ProviderForm, WaterfallForm, budget_initial
from lead_intelligence.selectors import settings as configured
from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.errors import Invalid, MaunticError


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """What vendors give for the money; its live part renews itself while jobs run."""
    shown = selectors.overview()
    limits = {budget.period.value: budget.limit for budget in shown.budgets}
    page = {
        "overview": shown,
        "form": BudgetForm(initial=budget_initial(limits)),
        "may_change": signed_in(request).is_ops,
    }
    return render(request, _part("overview", request), page)


@ops_required
@require_POST
def budget(request: HttpRequest) -> HttpResponse:
    """Set what may be spent."""
    form = BudgetForm(request.POST)
    if not form.is_valid():
        page = {"overview": selectors.overview(), "form": form, "may_change": True}
        return render(request, "lead_intelligence/overview.html", page, status=400)
    services.set_budget(**form.cleaned_data)
    messages.success(request, "The budget is set, for now and for the periods to come.")
    return redirect("lead_intelligence:overview")


@login_required
@require_GET
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """One job: what was asked, what was found, and why others were not asked."""
    shown = selectors.job_of(job_id)
    page = {"job": shown, "obstacles": selectors.obstacles(shown)}
    return render(request, _part("job", request), page)


@ops_required
@require_http_methods(["GET", "POST"])
def provider(request: HttpRequest, slug: str) -> HttpResponse:
    """A vendor's account."""
    account = configured.provider_of(slug)
    form = ProviderForm(request.POST or None, provider=account)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_provider(**form.values())
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, f"{account.name} is saved.")
            return redirect("lead_intelligence:provider", slug)
    page = {"form": form, "provider": account}
    return render(request, "lead_intelligence/provider.html", page, status=400 if form.errors else 200)


@ops_required
@require_POST
def test_provider(request: HttpRequest, slug: str) -> HttpResponse:
    """Try the stored key at the vendor's free endpoint."""
    try:
        health = services.check_provider(slug=slug)
    except MaunticError as error:
        messages.error(request, error.message)
    else:
        left = "" if health.credits_left is None else f", {health.credits_left:,} look-ups left"
        if health.is_healthy:
            messages.success(request, f"It works: answered in {health.latency_ms} ms{left}.")
        else:
            said = health.detail or health.outcome.value.replace("_", " ")
            messages.error(request, f"It does not work: {said}")
    return redirect("lead_intelligence:provider", slug)


@login_required
@require_http_methods(["GET", "POST"])
def waterfall(request: HttpRequest) -> HttpResponse:
    """In which order vendors are asked, per field."""
    if request.method == "POST":
        return _save_waterfalls(request)
    return _show_waterfalls(request, _waterfall_forms(request))


@login_required
@require_POST
def enrich(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Have one lead enriched now."""
    (job,) = services.request_enrichment(
        contact_ids=[contact_id], priority="high", requested_by=signed_in(request)
    )
    return _back(request, reverse("lead_intelligence:job", args=[job.pk]))


@login_required
@require_POST
def revert(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Take back a field, a job or a vendor's values of one lead."""
    criteria = {name: request.POST.get(name) or None for name in ("field", "provider")}
    job_id = request.POST.get("job_id")
    reverted = services.revert(
        contact_id=contact_id,
        field=criteria["field"],
        provider=criteria["provider"],
        job_id=_job_id(job_id) if job_id else None,
        by=signed_in(request),
    )
    names = in_words(each.field for each in reverted)
    messages.success(request, f"Taken back: {names}." if names else "There was nothing to take back.")
    return _back(request, reverse("lead_intelligence:overview"))


@login_required
@require_POST
def accept(request: HttpRequest, write_id: UUID) -> HttpResponse:
    """Take over a suggested value."""
    write = services.accept_suggestion(write_id=write_id, by=signed_in(request))
    messages.success(request, f"{write.get_field_display()} is taken over.")
    return _back(request, reverse("lead_intelligence:overview"))


def _job_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid({"job_id": "Paste the whole id of a job."}) from None


def _part(page: str, request: HttpRequest) -> str:
    """The page, or only its live part for htmx."""
    return f"lead_intelligence/{page}.html" + ("#live" if getattr(request, "htmx", False) else "")


def _back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To where the form says it came from, on this host only."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    # `redirect` would take a bare word for the name of a view.
    return HttpResponseRedirect(wanted if safe else otherwise)


def _waterfall_forms(request: HttpRequest) -> list[WaterfallForm]:
    providers = list(configured.providers())
    data = request.POST if request.method == "POST" else None
    return [WaterfallForm(data, config=each, providers=providers) for each in configured.waterfalls()]


def _show_waterfalls(request: HttpRequest, forms: list[WaterfallForm], status: int = 200) -> HttpResponse:
    page = {"forms": forms, "may_change": signed_in(request).is_ops}
    return render(request, "lead_intelligence/waterfall.html", page, status=status)


@ops_required
def _save_waterfalls(request: HttpRequest) -> HttpResponse:
    forms = _waterfall_forms(request)
    changed = [form for form in forms if form.is_valid() and form.has_changed()]
    for form in changed:
        try:
            services.save_waterfall(**form.values())
        except Invalid as error:
            form.refuse(error)
    if any(form.errors for form in forms):
        return _show_waterfalls(request, forms, status=400)
    messages.success(request, f"{len(changed)} fields saved." if changed else "Nothing was changed.")
    return redirect("lead_intelligence:waterfall")
