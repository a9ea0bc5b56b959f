"""Suggestions of the learning waterfall: compute, apply and undo."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.learning.domain.suggestions import (
    MAX_LOSS,
    FieldSuggestion,
    Setting,
    Suggestion,
    TooLittle,
    learn,
)
from lead_intelligence.learning.models import WaterfallChange
from lead_intelligence.learning.selectors.ledger import past_jobs, vendor_states
from lead_intelligence.vendors.domain.availability import ProviderState
from lead_intelligence.vendors.models import EnrichmentProvider
from lead_intelligence.waterfall.models import WaterfallConfig
from lead_intelligence.waterfall.selectors.rules import waterfalls
from lead_intelligence.waterfall.services import save_waterfall
from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.display import number, percent
from mauntic.kernel.errors import Conflict, Invalid, NotFound

MOST_EXPLORATION = 0.2
CACHED_FOR = timedelta(minutes=10)
CACHE_KEY = "enrichment-suggestion"
"""Change it with `Suggestion` or the module that defines it: the cache holds pickles."""
CHANGED = gettext_lazy("The order for {field} changed since. Reload the page for a new suggestion.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """The change of one field as a person saw it; `reason` is the expected effect."""

    field: Field
    before: Setting
    after: Setting
    reason: str

    def to_json(self) -> dict[str, Any]:
        """Convert the proposal to JSON for a form."""
        return {
            "field": self.field.value,
            "before": _stored(self.before),
            "after": _stored(self.after),
            "reason": self.reason,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Proposal":
        """Return the proposal that `to_json` converted to `stored`."""
        before, after = _setting(stored["before"]), _setting(stored["after"])
        return cls(Field(stored["field"]), before, after, stored["reason"])


def suggest(*, max_loss: float = MAX_LOSS) -> Suggestion | TooLittle:
    """Compute a suggestion from the last 90 days. Takes some seconds and writes nothing.

    Args:
        max_loss: the share of requested values (0-1) that may be lost for a lower cost.
    """
    if not 0 <= max_loss <= 1:
        raise Invalid({"maxLoss": _("Enter a share from 0 to 1.")})
    rules = [config.rule for config in waterfalls()]
    return learn(past_jobs(), rules=rules, states=vendor_states(), max_loss=max_loss)


def proposals(suggestion: Suggestion | TooLittle) -> list[Proposal]:
    """Return the changes of a suggestion; none if it is not worthwhile."""
    if isinstance(suggestion, TooLittle) or not suggestion.is_worth_it:
        return []
    return [
        Proposal(each.field, each.before, each.after, _promise(suggestion, each))
        for each in suggestion.changes
    ]


def latest_suggestion() -> Suggestion | TooLittle:
    """Return the suggestion for the current orders and vendors, cached for ten minutes."""
    rules = [config.rule for config in waterfalls()]
    digest = hashlib.sha256(repr((rules, _stable(vendor_states()))).encode()).hexdigest()
    found = cache.get(f"{CACHE_KEY}:{digest}")
    if found is None:
        found = suggest()
        cache.set(f"{CACHE_KEY}:{digest}", found, CACHED_FOR.total_seconds())
    return found


@transaction.atomic
def apply_suggestion(
    *, by: User | None, field: str | None = None, wanted: Sequence[Proposal] | None = None
) -> list[WaterfallChange]:
    """Apply the suggested orders of all fields, or of one.

    The orders are locked, compared with those of the suggestion, saved and recorded.

    Args:
        wanted: what the person saw; by default a new suggestion.

    Returns: the changes, which can be undone.

    Raises: `Conflict` if an order changed since, `NotFound` without suggestions.
    """
    chosen = [
        each
        for each in (proposals(suggest()) if wanted is None else wanted)
        if field is None or each.field == field
    ]
    if not chosen:
        raise NotFound(_("There is no suggestion to apply."))
    locked = _locked([each.field for each in chosen])
    for each in chosen:
        if each.field not in locked or _setting_of(locked[each.field]) != each.before:
            raise Conflict(str(CHANGED).format(field=locked.get(each.field, each.field)))
    return [_change(each, by) for each in chosen]


@transaction.atomic
def undo_change(*, change_id: UUID, by: User | None) -> WaterfallChange:
    """Restore the previous order without disabled vendors. The undo is recorded and can be undone.

    Raises: `NotFound` for an unknown change, `Conflict` if it was undone or the order changed since.
    """
    change = WaterfallChange.objects.select_for_update().filter(pk=change_id).first()
    if change is None:
        raise NotFound(_("This change does not exist."))
    if change.undone_at:
        raise Conflict(_("This change was already undone."))
    config = WaterfallConfig.objects.select_for_update().get(pk=change.config_id)
    before, after = _setting(change.before), _setting(change.after)
    if _setting_of(config) != after:
        raise Conflict(_("The order for {field} changed since. Change it on this page.").format(field=config))
    change.undone_at = now()
    change.save(update_fields=["undone_at"])
    return _change(Proposal(Field(config.field_name), after, before, _("Undo of a suggestion.")), by)


@transaction.atomic
def set_exploration(*, share: float) -> None:
    """Set the share (0-0.2) of jobs that call vendors in random order."""
    if not 0 <= share <= MOST_EXPLORATION:
        raise Invalid({"explorationShare": _("Enter a share from 0% to 20%.")})
    EnrichmentPolicy.objects.filter(pk=1).update(exploration_share=share)


def exploration_share() -> float:
    """Return the share (0-0.2) of jobs that call vendors in random order."""
    return EnrichmentPolicy.objects.values_list("exploration_share", flat=True).get(pk=1)


def _stable(states: Mapping[str, ProviderState]) -> list[tuple[str, list[str], str, str]]:
    return [
        (slug, sorted(each.supports), str(each.cost), each.unavailable)
        for slug, each in sorted(states.items())
    ]


def _change(proposal: Proposal, by: User | None) -> WaterfallChange:
    after = Setting(_without_disabled(proposal.after.order), proposal.after.min_confidence)
    config = save_waterfall(
        field_name=proposal.field, provider_order=after.order, min_confidence=after.min_confidence
    )
    return WaterfallChange.objects.create(
        config=config,
        before=_stored(proposal.before),
        after=_stored(after),
        reason=proposal.reason[:300],
        by=by,
    )


def _without_disabled(order: Sequence[str]) -> tuple[str, ...]:
    """Return the order without disabled vendors, which `save_waterfall` rejects and which are not called."""
    off = set(EnrichmentProvider.objects.filter(pk__in=order, enabled=False).values_list("pk", flat=True))
    return tuple(slug for slug in order if slug not in off) or tuple(order)


def _locked(fields: Sequence[Field]) -> dict[str, WaterfallConfig]:
    rows = WaterfallConfig.objects.select_for_update().filter(field_name__in=fields).order_by("pk")
    return {config.field_name: config for config in rows}


def _promise(suggestion: Suggestion, field: FieldSuggestion) -> str:
    text = (
        _("Saves {saving} per correct value ({alone} alone), coverage {coverage} points, {jobs} jobs.")
        if field.alone > 0
        else _("Saves {saving} per correct value (with others), coverage {coverage} points, {jobs} jobs.")
    )
    return text.format(
        saving=percent(suggestion.saving, 1),
        alone=percent(field.alone, 1),
        coverage=f"{-suggestion.coverage_loss * 100:+.1f}",
        jobs=number(suggestion.jobs),
    )


def _setting_of(config: WaterfallConfig) -> Setting:
    return Setting(tuple(config.provider_order), config.min_confidence)


def _setting(stored: Mapping[str, Any]) -> Setting:
    return Setting(tuple(stored["providerOrder"]), float(stored["minConfidence"]))


def _stored(setting: Setting) -> dict[str, Any]:
    return {"providerOrder": list(setting.order), "minConfidence": setting.min_confidence}
