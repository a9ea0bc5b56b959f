"""Pages of suggestions for the waterfall."""

from typing import Any
from uuid import UUID

import structlog
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lead_intelligence.leads.domain.fields import field_named
from lead_intelligence.leads.labels import in_words
from lead_intelligence.learning import services
from lead_intelligence.learning.domain.suggestions import Suggestion, TooLittle
from lead_intelligence.learning.forms import ExplorationForm
from lead_intelligence.learning.selectors.ledger import changes
from lead_intelligence.learning.selectors.wording import advice, saving_in_words
from lead_intelligence.vendors.selectors.accounts import vendor_names
from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.display import percent
from mauntic.kernel.errors import Conflict, Invalid, MaunticError

log = structlog.get_logger(__name__)

SALT = "lead_intelligence.suggestion"
STALE_AFTER_SECONDS = 24 * 60 * 60
PAGE = "lead_intelligence:waterfall"


@login_required
@require_GET
def suggestion(request: HttpRequest) -> HttpResponse:
    """Show the suggestion, its history and exploration, as a part or as a page."""
    is_part = bool(getattr(request, "htmx", False))
    template = (
        "lead_intelligence/learning/_suggestions.html"
        if is_part
        else "lead_intelligence/learning/suggestions.html"
    )
    return render(request, template, _page(request))


@ops_required
@require_POST
def apply_suggestion(request: HttpRequest) -> HttpResponse:
    """Apply the suggestion that the person saw, for all fields or one."""
    name = request.POST.get("field") or None
    try:
        changed = services.apply_suggestion(
            by=signed_in(request),
            field=field_named(name) if name else None,
            wanted=_seen(request.POST.get("seen", "")),
        )
    except MaunticError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request,
            _("Order applied: {fields}.").format(
                fields=in_words(change.config.rule.field for change in changed)
            ),
        )
    return redirect(PAGE)


@ops_required
@require_POST
def undo_change(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Undo an applied suggestion."""
    try:
        change = services.undo_change(change_id=change_id, by=signed_in(request))
    except (Conflict, Invalid) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Previous order restored: {field}.").format(field=change.config))
    return redirect(PAGE)


@ops_required
@require_POST
def exploration(request: HttpRequest) -> HttpResponse:
    """Set the share of exploration."""
    form = ExplorationForm(request.POST)
    if not form.is_valid():
        raise Invalid({"percent": _("Enter an exploration share from 0% to 20%.")})
    services.set_exploration(share=form.share)
    messages.success(request, _("Exploration set to {share} of jobs.").format(share=percent(form.share, 1)))
    return redirect(PAGE)


def _page(request: HttpRequest) -> dict[str, Any]:
    share, names = services.exploration_share(), vendor_names()
    page: dict[str, Any] = {
        "may_change": signed_in(request).is_ops,
        "history": changes(),
        "exploration": share,
        "form": ExplorationForm(initial={"percent": round(share * 100, 1)}),
    }
    try:
        found = services.latest_suggestion()
    except Exception:  # the page works without a suggestion
        log.exception("enrichment.no_suggestion")
        return page | {"state": "error"}
    return page | _shown(found, names)


def _shown(found: Suggestion | TooLittle, names: dict[str, str]) -> dict[str, Any]:
    if isinstance(found, TooLittle):
        return {"state": "too_little", "found": found}
    wanted = services.proposals(found)
    return {
        "state": "better" if wanted else "nothing",
        "found": found,
        "sentence": saving_in_words(found),
        "rows": advice(found, names),
        "seen": signing.dumps([each.to_json() for each in wanted], salt=SALT),
    }


def _seen(token: str) -> list[services.Proposal]:
    """Return the signed proposals of the page that the person saw."""
    try:
        stored = signing.loads(token, salt=SALT, max_age=STALE_AFTER_SECONDS)
    except signing.BadSignature:
        raise Conflict(_("This suggestion expired. Reload the page for a new one.")) from None
    return [services.Proposal.from_json(each) for each in stored]
