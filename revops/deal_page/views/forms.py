"""Forms to create, edit, move, close and reopen deals. They work without JavaScript."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.errors import EditConflict, MaunticError
from mauntic.kernel.ids import new_id
from mauntic.kernel.pages.quick import quick_page, saved
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.rendering import form_page
from revops.deal_page.selectors.buyer import buyer_of
from revops.deal_page.selectors.history import last_authors
from revops.deal_page.views.parts import DEAL_CHANGED
from revops.deals.domain.stages import CLOSED, Stage
from revops.deals.forms import DOWN, LOST_REASONS, UP, MoveForm, NewDealForm, ReopenForm, edit_form, refuse
from revops.deals.models.choices import DealStage
from revops.deals.models.deals import Deal
from revops.deals.selectors.reopening import reopening_of
from revops.deals.selectors.undo import undo_address, undo_if_changed
from revops.deals.selectors.visible import deal as deal_seen_by
from revops.deals.selectors.visible import deals
from revops.deals.services import create, drafts, moves
from revops.deals.services.closing import close_deal
from revops.deals.services.edit import edit_deal
from revops.deals.services.reopening import reopen_deal
from revops.pipeline.selectors import board
from revops.pipeline.views.board import narrowed

MOVE_FORM = "move-form"


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Create a deal. `?contact=` or `?company=` names whom it is for. Page, or part for the dialog."""
    user = signed_in(request)
    buyer = buyer_of(request.GET, user)
    given = {"owner": user.pk, "stage": request.GET.get("stage", ""), **buyer.initial()}
    form = NewDealForm(request.POST or None, initial=given, auto_id="new_%s")
    contact = buyer.contact
    if contact and not contact.email:
        del form.fields["contact_email"]
    if form.is_valid():
        try:
            deal = create.create_deal(draft=_draft(form, contact.pk if contact else None), by=user)
        except MaunticError as error:
            refuse(form, error)
        else:
            return saved(request, _("Deal {name} created."), deal.name, _page_of(deal, user))
    return quick_page(request, "revops/deal_page/new.html", {"form": form, "contact": contact})


def _draft(form: NewDealForm, contact_id: UUID | None) -> drafts.DealDraft:
    given, named = form.cleaned_data, form.cleaned_data.get("contact_email")
    owner, company = given["owner"], given["company_name"]
    return drafts.DealDraft(
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
    """Edit all fields of a deal."""
    user = signed_in(request)
    deal = deal_seen_by(deal_id, user)
    form, action_id = edit_form(deal, request.POST or None), new_id()
    if form.is_valid():
        try:
            edited = edit_deal(
                deal_id=deal_id,
                changes=form.changes(),
                opened=form.opened(),
                by=user,
                reason=form.cleaned_data["reason"],
                action_id=action_id,
                version=form.cleaned_data["version"],
            )
        except EditConflict as error:
            form.show_conflicts(error, last_authors(deal_id, error.stored))
        except MaunticError as error:
            refuse(form, error)
        else:
            text = _('Deal "{name}" saved.').format(name=edited.name)
            messages.success(request, text, extra_tags=undo_if_changed(action_id))
            return redirect(_page_of(deal, user))
    url = reverse("revops:deal", args=[deal.pk])
    page = {"form": form, "name": deal.name, "title": _("Edit deal"), "url": url}
    return form_page(request, "components/edit_page.html", page)


@login_required
def move(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """Move a deal to another stage or one step within its column. Winning needs a value, losing a reason."""
    user = signed_in(request)
    deal = deal_seen_by(deal_id, user)
    if not deal.is_open:
        return redirect("revops:deal-reopen", deal_id)
    form, action_id = MoveForm(request.POST or None, deal=deal, to=request.GET.get("to", "")), new_id()
    if form.is_valid():
        try:
            moved = _move(deal, form, user, action_id)
        except MaunticError as error:
            form = _as_it_is_now(request, deal_seen_by(deal_id, user))
            refuse(form, error)
        else:
            return _moved(request, deal, moved, action_id)
    page = {
        "form": form,
        "deal": deal,
        "lost_reasons": LOST_REASONS,
        "back": next_page(request, _page_of(deal, user)),
    }
    return form_page(request, "revops/deal_page/move.html", page, part=MOVE_FORM)


def _as_it_is_now(request: HttpRequest, deal: Deal) -> MoveForm:
    """Return the form with the latest version: the user has been told about the conflict, and may go on."""
    data = request.POST.copy()
    data["version"] = str(deal.version)
    form = MoveForm(data, deal=deal)
    form.full_clean()
    return form


def _move(deal: Deal, form: MoveForm, by: User, action_id: UUID) -> Deal:
    to, version = form.cleaned_data["to"], form.cleaned_data["version"]
    if to in CLOSED:
        return close_deal(
            deal_id=deal.pk,
            stage=to,
            by=by,
            version=version,
            lost_reason=form.cleaned_data["lost_reason"],
            value=form.worth if to == Stage.CLOSED_WON else None,
            closed_on=form.cleaned_data["closed_on"],
            action_id=action_id,
        )
    below = None
    if to in {UP, DOWN}:
        below = board.above_after_step(Deal.objects.visible_to(by), deal, upwards=to == UP)
        to = deal.stage
    return moves.place_deal(
        deal_id=deal.pk,
        stage=to,
        below_id=below.pk if below else None,
        by=by,
        version=version,
        action_id=action_id,
    )


def _moved(request: HttpRequest, before: Deal, after: Deal, action_id: UUID) -> HttpResponse:
    if after.stage != before.stage:
        text = _('"{name}" moved to {stage}.').format(name=after.name, stage=DealStage(after.stage).label)
        messages.success(request, text, extra_tags=undo_address(action_id))
    htmx = getattr(request, "htmx", None)
    if not (htmx and htmx.target == MOVE_FORM):
        return redirect(next_page(request, reverse("revops:pipeline")))
    stages = list(dict.fromkeys([before.stage, after.stage]))
    columns = board.columns(narrowed(request).qs, stages, now())
    answer = render(request, "revops/pipeline/_moved.html", {"columns": columns})
    return trigger_client_event(answer, DEAL_CHANGED, {"id": str(after.pk)}, after="settle")


@login_required
def reopen(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """Reopen a closed deal: managers with a reason, owners within an hour."""
    user = signed_in(request)
    deal = deal_seen_by(deal_id, user)
    allowed = reopening_of(deal, user)
    form = ReopenForm(
        request.POST or None,
        initial={"version": deal.version, "stage": allowed.stage},
        needs_reason=allowed.needs_reason,
    )
    if form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        action_id = new_id()
        try:
            reopen_deal(deal_id=deal_id, by=user, action_id=action_id, **given)
        except MaunticError as error:
            refuse(form, error)
        else:
            text = _('Deal "{name}" reopened.').format(name=deal.name)
            messages.success(request, text, extra_tags=undo_address(action_id))
            return redirect("revops:deal", deal_id)
    page = {"form": form, "deal": deal, "may_reopen": allowed.may}
    return form_page(request, "revops/deal_page/reopen.html", page)


def _page_of(deal: Deal, user: User) -> str:
    """Return the URL of the deal, or of the board if the user can no longer see the deal."""
    is_seen = deals(user).filter(pk=deal.pk).exists()
    return reverse("revops:deal", args=[deal.pk]) if is_seen else reverse("revops:pipeline")
