"""Suggestions of the learning waterfall: made, applied with one click, and taken back."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import transaction

from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.learning import MAX_LOSS, FieldSuggestion, Setting, Suggestion, TooLittle, learn
from lead_intelligence.domain.waterfall import ProviderState
from lead_intelligence.models import EnrichmentPolicy, EnrichmentProvider, WaterfallChange, WaterfallConfig
from lead_intelligence.selectors.learning import past_jobs, vendor_states
from lead_intelligence.selectors.settings import waterfalls
from lead_intelligence.services.configure import save_waterfall
from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotFound

MOST_EXPLORATION = 0.2
KEPT_FOR = timedelta(minutes=10)
CHANGED = "The order of {field} was changed since this was suggested. Look at the new suggestion first."


@dataclass(frozen=True, slots=True)
class Proposal:
    """One field's change as a person saw it; `reason` is what it promised."""

    field: Field
    before: Setting
    after: Setting
    reason: str

    def to_json(self) -> dict[str, Any]:
        """The proposal for a form that brings it back."""
        return {
            "field": self.field.value,
            "before": _stored(self.before),
            "after": _stored(self.after),
            "reason": self.reason,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Proposal":
        """What `to_json` made `stored` of."""
        before, after = _setting(stored["before"]), _setting(stored["after"])
        return cls(Field(stored["field"]), before, after, stored["reason"])


def suggest(*, max_loss: float = MAX_LOSS) -> Suggestion | TooLittle:
    """What the ledger of the last 90 days teaches; takes some seconds, and writes nothing.

    `max_loss` is the share of wanted values (0-1) that may be lost for a lower price.
    """
    if not 0 <= max_loss <= 1:
        raise Invalid({"maxLoss": "Use a share from 0 to 1."})
    rules = [config.rule for config in waterfalls()]
    return learn(past_jobs(), rules=rules, states=vendor_states(), max_loss=max_loss)


def proposals(suggestion: Suggestion | TooLittle) -> list[Proposal]:
    """The changes of a suggestion that is worth it; else none."""
    if isinstance(suggestion, TooLittle) or not suggestion.is_worth_it:
        return []
    return [
        Proposal(each.field, each.before, each.after, _promise(suggestion, each))
        for each in suggestion.changes
    ]


def latest_suggestion() -> Suggestion | TooLittle:
    """The suggestion for the orders and vendors as they are; made anew when they change, or after a while."""
    rules = [config.rule for config in waterfalls()]
    digest = hashlib.sha256(repr((rules, _stable(vendor_states()))).encode()).hexdigest()
    found = cache.get(f"waterfall-suggestion:{digest}")
    if found is None:
        found = suggest()
        cache.set(f"waterfall-suggestion:{digest}", found, KEPT_FOR.total_seconds())
    return found


@transaction.atomic
def apply_suggestion(
    *, by: User | None, field: str | None = None, wanted: Sequence[Proposal] | None = None
) -> list[WaterfallChange]:
    """Set the suggested orders of all fields, or of one; the changes, which can be undone.

    `wanted` is what the person saw; without it the ledger is asked anew. In order: the orders are locked and
    compared with those that the suggestion was made for, saved, and recorded. `Conflict` when one was changed
    meanwhile, `NotFound` when nothing is suggested.
    """
    chosen = [
        each
        for each in (proposals(suggest()) if wanted is None else wanted)
        if field is None or each.field == field
    ]
    if not chosen:
        raise NotFound("There is nothing to apply.")
    locked = _locked([each.field for each in chosen])
    for each in chosen:
        if each.field not in locked or _setting_of(locked[each.field]) != each.before:
            raise Conflict(CHANGED.format(field=locked.get(each.field, each.field)))
    return [_change(each, by) for each in chosen]


@transaction.atomic
def undo_change(*, change_id: UUID, by: User | None) -> WaterfallChange:
    """Set the order that was there before, but for vendors that are off; itself recorded, and undoable.

    `NotFound` when there is no such change, `Conflict` when it was undone or the order was changed since.
    """
    change = WaterfallChange.objects.select_for_update().filter(pk=change_id).first()
    if change is None:
        raise NotFound("There is no such change.")
    if change.undone_at:
        raise Conflict("This change is undone already.")
    config = WaterfallConfig.objects.select_for_update().get(pk=change.config_id)
    before, after = _setting(change.before), _setting(change.after)
    if _setting_of(config) != after:
        raise Conflict(f"The order of {config} was changed since. Set it by hand.")
    change.undone_at = now()
    change.save(update_fields=["undone_at"])
    return _change(Proposal(Field(config.field_name), after, before, "A suggestion was taken back."), by)


@transaction.atomic
def set_exploration(*, share: float) -> None:
    """Have this share (0-0.2) of the jobs ask vendors in a chance order."""
    if not 0 <= share <= MOST_EXPLORATION:
        raise Invalid({"explorationShare": "Use 0 to 20 %."})
    EnrichmentPolicy.objects.filter(pk=1).update(exploration_share=share)


def exploration_share() -> float:
    """The share (0-0.2) of jobs that ask in a chance order."""
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
    """The order without vendors that are switched off: it may name none, and they are not asked anyway."""
    off = set(EnrichmentProvider.objects.filter(pk__in=order, enabled=False).values_list("pk", flat=True))
    return tuple(slug for slug in order if slug not in off) or tuple(order)


def _locked(fields: Sequence[Field]) -> dict[str, WaterfallConfig]:
    rows = WaterfallConfig.objects.select_for_update().filter(field_name__in=fields).order_by("pk")
    return {config.field_name: config for config in rows}


def _promise(suggestion: Suggestion, field: FieldSuggestion) -> str:
    alone = (
        f"{field.alone:.1%} of it by this field alone" if field.alone > 0 else "together with other fields"
    )
    return (
        f"Saves {suggestion.saving:.1%} of the cost per right value ({alone}), "
        f"coverage {-suggestion.coverage_loss * 100:+.1f} points; from {suggestion.jobs:,} jobs."
    )


def _setting_of(config: WaterfallConfig) -> Setting:
    return Setting(tuple(config.provider_order), config.min_confidence)


def _setting(stored: Mapping[str, Any]) -> Setting:
    return Setting(tuple(stored["providerOrder"]), float(stored["minConfidence"]))


def _stored(setting: Setting) -> dict[str, Any]:
    return {"providerOrder": list(setting.order), "minConfidence": setting.min_confidence}
