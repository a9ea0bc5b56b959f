"""A deal is made, edited, moved, closed and opened again by forms that work without a script."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import trigger_client_event

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.crm.selectors import lead
from mauntic.kernel.clock import now
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.parsing import uuids
from mauntic.kernel.rendering import page_or_part
from revops import services
from revops.domain.stages import CLOSED, Stage
from revops.forms.deals import DOWN, LOST_REASONS, UP, MoveForm, NewDealForm, ReopenForm, edit_form, refuse
from revops.models import Deal, DealStage
from revops.selectors import board, deals
from revops.selectors import deal as deal_seen_by
from revops.services.closing import close_deal
from revops.views.board import narrowed
from revops.views.deal_parts import back

MOVE_FORM = "move-form"


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A form for one deal; `?contact=` names the lead that it is with."""
    user = signed_in(request)
    ids = uuids([request.GET.get("contact", "")])
    contact = lead(ids[0]) if ids else None
    given = {"owner": user.pk, "contact_email": contact.email if contact else ""}
    form = NewDealForm(request.POST or None, initial=given | {"stage": request.GET.get("stage", "")})
    if contact and not contact.email:
        del form.fields["contact_email"]
    if form.is_valid():
        try:
            deal = services.create_deal(draft=_draft(form, contact.pk if contact else None), by=user)
        except MaunticError as error:
            refuse(form, error)
        else:
            messages.success(request, f"“{deal.name}” is there.")
            return redirect(_page_of(deal, user))
    page = {"form": form, "contact": contact}
    return render(request, "revops/deal_new.html", page, status=422 if form.errors else 200)


def _draft(form: NewDealForm, contact_id: UUID | None) -> services.DealDraft:
    given, named = form.cleaned_data, form.cleaned_data.get("contact_email")
    owner, company = given["owner"], given["company_name"]
    return services.DealDraft(
        contact_id=named.pk if named else contact_id,
        company_id=company.pk if company else None,
        owner_id=owner.pk if owner else None,
        **{
            name: given[name]
            for name in ("name", "stage", "value", "currency", "priority", "expected_close_on", "next_step")
        },
    )


@login_required
def edit(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """All fields of a deal on one page."""
    user = signed_in(request)
    deal = deal_seen_by(deal_id, user)
    form = edit_form(deal, request.POST or None)
    if form.is_valid():
        try:
            services.change_deals(
                deal_ids=[deal_id],
                changes=form.changes(),
                by=user,
                versions={deal_id: form.cleaned_data["version"] or deal.version},
                reason=form.cleaned_data["reason"],
            )
        except MaunticError as error:
            refuse(form, error)
        else:
            messages.success(request, "Saved.")
            return redirect(_page_of(deal, user))
    page = {"form": form, "deal": deal}
    return render(request, "revops/deal_edit.html", page, status=422 if form.errors else 200)


@login_required
def move(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """Moves a deal to another stage or a step within its own. Winning asks for a value, losing for why."""
    user = signed_in(request)
    deal = deal_seen_by(deal_id, user)
    if not deal.is_open:
        return redirect("revops:deal-reopen", deal_id)
    form = MoveForm(request.POST or None, deal=deal, to=request.GET.get("to", ""))
    if form.is_valid():
        try:
            moved = _move(deal, form, user)
        except MaunticError as error:
            form = _as_it_is_now(request, deal_seen_by(deal_id, user))
            refuse(form, error)
        else:
            return _moved(request, deal, moved)
    page = {
        "form": form,
        "deal": deal,
        "lost_reasons": LOST_REASONS,
        "back": back(request, _page_of(deal, user)),
    }
    return page_or_part(request, "revops/deal_move.html", MOVE_FORM, page, status=422 if form.errors else 200)


def _as_it_is_now(request: HttpRequest, deal: Deal) -> MoveForm:
    """The form goes on from the deal's present version: its reader is told that there is another one."""
    data = request.POST.copy()
    data["version"] = str(deal.version)
    form = MoveForm(data, deal=deal)
    form.full_clean()
    return form


def _move(deal: Deal, form: MoveForm, by: User) -> Deal:
    to, version = form.cleaned_data["to"], form.cleaned_data["version"]
    if to in CLOSED:
        return close_deal(
            deal_id=deal.pk,
            stage=to,
            by=by,
            version=version,
            lost_reason=form.cleaned_data["lost_reason"],
            value=form.worth if to == Stage.CLOSED_WON else None,
        )
    below = None
    if to in {UP, DOWN}:
        below = board.above_after_step(Deal.objects.visible_to(by), deal, upwards=to == UP)
        to = deal.stage
    return services.place_deal(
        deal_id=deal.pk, stage=to, below_id=below.pk if below else None, by=by, version=version
    )


def _moved(request: HttpRequest, before: Deal, after: Deal) -> HttpResponse:
    if after.stage != before.stage:
        messages.success(request, f"“{after.name}” is in {DealStage(after.stage).label} now.")
    htmx = getattr(request, "htmx", None)
    if not (htmx and htmx.target == MOVE_FORM):
        return redirect(back(request, reverse("revops:pipeline")))
    stages = list(dict.fromkeys([before.stage, after.stage]))
    columns = board.columns(narrowed(request).qs, stages, now())
    answer = render(request, "revops/_moved.html", {"columns": columns})
    return trigger_client_event(answer, "dealMoved", {"id": str(after.pk)}, after="settle")


@login_required
def reopen(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """Opens a closed deal again: a manager may, and says why."""
    user = signed_in(request)
    deal = deal_seen_by(deal_id, user)
    form = ReopenForm(request.POST or None, initial={"version": deal.version})
    if form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        try:
            services.reopen_deal(deal_id=deal_id, by=user, **given)
        except MaunticError as error:
            refuse(form, error)
        else:
            messages.success(request, f"“{deal.name}” is open again.")
            return redirect("revops:deal", deal_id)
    page = {"form": form, "deal": deal, "may_reopen": user.is_manager}
    return render(request, "revops/deal_reopen.html", page, status=422 if form.errors else 200)


def _page_of(deal: Deal, user: User) -> str:
    """The deal's page, or the board where the person does not see the deal any more."""
    is_seen = deals(user).filter(pk=deal.pk).exists()
    return reverse("revops:deal", args=[deal.pk]) if is_seen else reverse("revops:pipeline")
