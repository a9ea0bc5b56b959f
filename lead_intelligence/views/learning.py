"""What past jobs suggest about the order of vendors."""

from typing import Any
from uuid import UUID

import structlog
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from lead_intelligence.domain.learning import Suggestion, TooLittle
from lead_intelligence.domain.values import in_words
from lead_intelligence.forms.learning import ExplorationForm
from lead_intelligence.selectors.advice import advice, saving_in_words
from lead_intelligence.selectors.learning import changes
from lead_intelligence.selectors.vendors import vendor_names
from lead_intelligence.services import learning
from lead_intelligence.services.request import field_named
from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.errors import Conflict, Invalid, MaunticError

log = structlog.get_logger(__name__)

SALT = "lead_intelligence.suggestion"
STALE_AFTER_SECONDS = 24 * 60 * 60
PAGE = "lead_intelligence:waterfall"


@login_required
@require_GET
def suggestion(request: HttpRequest) -> HttpResponse:
    """The suggestion, its history and the share of exploration: a part of a page, or a page for itself."""
    is_part = bool(getattr(request, "htmx", False))
    template = "lead_intelligence/_suggestions.html" if is_part else "lead_intelligence/suggestions.html"
    return render(request, template, _page(request))


@ops_required
@require_POST
def apply_suggestion(request: HttpRequest) -> HttpResponse:
    """Take over what the person saw: all fields, or the one that is named."""
    name = request.POST.get("field") or None
    try:
        changed = learning.apply_suggestion(
            by=signed_in(request),
            field=field_named(name) if name else None,
            wanted=_seen(request.POST.get("seen", "")),
        )
    except MaunticError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Applied: {in_words(change.config.rule.field for change in changed)}.")
    return redirect(PAGE)


@ops_required
@require_POST
def undo_change(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Set an order back."""
    try:
        change = learning.undo_change(change_id=change_id, by=signed_in(request))
    except (Conflict, Invalid) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{change.config} is looked for as before.")
    return redirect(PAGE)


@ops_required
@require_POST
def exploration(request: HttpRequest) -> HttpResponse:
    """Set how many leads explore."""
    form = ExplorationForm(request.POST)
    if form.is_valid():
        learning.set_exploration(share=form.share)
        messages.success(request, f"{form.share * 100:g} % of the leads ask vendors in a chance order.")
    else:
        messages.error(request, "Leads that explore: use 0 to 20 %.")
    return redirect(PAGE)


def _page(request: HttpRequest) -> dict[str, Any]:
    share, names = learning.exploration_share(), vendor_names()
    page: dict[str, Any] = {
        "may_change": signed_in(request).is_ops,
        "history": changes(),
        "exploration": share,
        "form": ExplorationForm(initial={"percent": round(share * 100, 1)}),
    }
    try:
        found = learning.latest_suggestion()
    except Exception:  # the page is for more than advice
        log.exception("enrichment.no_suggestion")
        return page | {"state": "error"}
    return page | _said(found, names)


def _said(found: Suggestion | TooLittle, names: dict[str, str]) -> dict[str, Any]:
    if isinstance(found, TooLittle):
        return {"state": "too_little", "found": found}
    wanted = learning.proposals(found)
    return {
        "state": "better" if wanted else "nothing",
        "found": found,
        "sentence": saving_in_words(found),
        "rows": advice(found, names),
        "seen": signing.dumps([each.to_json() for each in wanted], salt=SALT),
    }


def _seen(token: str) -> list[learning.Proposal]:
    """What the person saw, as our own page wrote it down."""
    try:
        stored = signing.loads(token, salt=SALT, max_age=STALE_AFTER_SECONDS)
    except signing.BadSignature:
        raise Conflict("This suggestion is too old. Look at the new one first.") from None
    return [learning.Proposal.from_json(each) for each in stored]
