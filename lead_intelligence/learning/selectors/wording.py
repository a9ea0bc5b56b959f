"""Suggestions as text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lead_intelligence.leads.labels import label_of
from lead_intelligence.learning.domain.suggestions import FieldSuggestion, Setting, Suggestion
from lead_intelligence.learning.domain.vendor_stats import VendorStats
from mauntic.kernel.display import money, number, percent

LEAST_LOSS = 0.0005


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One field of a suggestion.

    `before` and `after` are names of vendors, `reasons` explains their order.
    """

    field: str
    label: str
    suggestion: FieldSuggestion
    before: Sequence[str]
    after: Sequence[str]
    least_before: float
    least_after: float
    reasons: Sequence[str]


def advice(suggestion: Suggestion, names: Mapping[str, str]) -> list[Advice]:
    """Return all fields as text, changed fields first."""
    ordered = sorted(suggestion.fields, key=lambda each: not each.is_change)
    return [
        Advice(
            field=each.field.value,
            label=label_of(each.field),
            suggestion=each,
            before=_named(each.before, names),
            after=_named(each.after, names),
            least_before=each.before.min_confidence,
            least_after=each.after.min_confidence,
            reasons=[_reason(stats, each, names) for stats in _by_position(each)],
        )
        for each in ordered
    ]


def saving_in_words(suggestion: Suggestion) -> str:
    """Return the suggestion as one line: `Saves 31% per correct value. Coverage falls by 0.4%.`"""
    loss = suggestion.coverage_loss
    saving = _("Saves {share} per correct value.").format(share=percent(suggestion.saving))
    if abs(loss) < LEAST_LOSS:
        coverage = _("Coverage does not change.")
    elif loss > 0:
        coverage = _("Coverage falls by {share}.").format(share=percent(loss, 1))
    else:
        coverage = _("Coverage rises by {share}.").format(share=percent(-loss, 1))
    return f"{saving} {coverage}"


def _named(setting: Setting, names: Mapping[str, str]) -> list[str]:
    return [names.get(slug, slug) for slug in setting.order]


def _by_position(suggestion: FieldSuggestion) -> list[VendorStats]:
    """Return the vendors of both orders in the suggested order, removed vendors last."""
    order = suggestion.after.order
    involved = {*order, *suggestion.before.order}
    return sorted(
        (each for each in suggestion.vendors if each.slug in involved),
        key=lambda each: order.index(each.slug) if each.slug in order else len(order),
    )


def _reason(stats: VendorStats, suggestion: FieldSuggestion, names: Mapping[str, str]) -> str:
    order, name = suggestion.after.order, names.get(stats.slug, stats.slug)
    place = f"{order.index(stats.slug) + 1}." if stats.slug in order else _("Removed:")
    text = _("{place} {vendor} finds {known} of leads; {right} of its values are correct ({low} to {high}).")
    parts = [
        text.format(
            place=place,
            vendor=name,
            known=percent(stats.known),
            right=percent(stats.right),
            low=percent(stats.low),
            high=percent(stats.high),
        )
    ]
    if stats.per_right is not None:
        parts.append(_("{cost} per correct value.").format(cost=money(stats.per_right, "USD")))
    hits = ngettext("{count} value", "{count} values", stats.hits).format(count=number(stats.hits))
    asked = ngettext("{count} lookup", "{count} lookups", stats.asked).format(count=number(stats.asked))
    parts.append(_("{values} in {lookups}.").format(values=hits, lookups=asked))
    if stats.compared:
        agreed = _("Others agreed in {agreed} of {compared}.")
        parts.append(agreed.format(agreed=number(stats.agreed), compared=number(stats.compared)))
    if stats.refuted:
        refuted = ngettext("{count} bounced or reverted.", "{count} bounced or reverted.", stats.refuted)
        parts.append(refuted.format(count=number(stats.refuted)))
    return " ".join(parts)
