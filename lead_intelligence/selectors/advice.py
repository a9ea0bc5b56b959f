"""A suggestion in the words that people read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lead_intelligence.domain.learning import FieldSuggestion, Setting, Suggestion
from lead_intelligence.domain.standing import Standing
from lead_intelligence.domain.values import LABELS

WORTH_SAYING = 0.0005


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One field of the suggestion; `before` and `after` are vendors by name, `reasons` why they rank so."""

    field: str
    label: str
    suggestion: FieldSuggestion
    before: Sequence[str]
    after: Sequence[str]
    least_before: float
    least_after: float
    reasons: Sequence[str]


def advice(suggestion: Suggestion, names: Mapping[str, str]) -> list[Advice]:
    """All fields in words, those that would change first."""
    ordered = sorted(suggestion.fields, key=lambda each: not each.is_change)
    return [
        Advice(
            field=each.field.value,
            label=LABELS[each.field],
            suggestion=each,
            before=_named(each.before, names),
            after=_named(each.after, names),
            least_before=each.before.min_confidence,
            least_after=each.after.min_confidence,
            reasons=[_reason(standing, each, names) for standing in _by_place(each)],
        )
        for each in ordered
    ]


def saving_in_words(suggestion: Suggestion) -> str:
    """“Saves 31 %, loses 0.4 % coverage”: the whole suggestion in one line."""
    loss = suggestion.coverage_loss
    coverage = f"loses {loss:.1%} coverage" if loss > 0 else f"gains {-loss:.1%} coverage"
    if abs(loss) < WORTH_SAYING:
        coverage = "loses no coverage"
    return f"Saves {suggestion.saving:.0%} of the cost per right value, {coverage}.".replace("%", " %")


def _named(setting: Setting, names: Mapping[str, str]) -> list[str]:
    return [names.get(slug, slug) for slug in setting.order]


def _by_place(suggestion: FieldSuggestion) -> list[Standing]:
    """The vendors of either order in the suggested one's, those that are left out last."""
    order = suggestion.after.order
    involved = {*order, *suggestion.before.order}
    return sorted(
        (each for each in suggestion.standings if each.slug in involved),
        key=lambda each: order.index(each.slug) if each.slug in order else len(order),
    )


def _reason(standing: Standing, suggestion: FieldSuggestion, names: Mapping[str, str]) -> str:
    order, name = suggestion.after.order, names.get(standing.slug, standing.slug)
    place = f"{order.index(standing.slug) + 1}." if standing.slug in order else "Left out:"
    price = "" if standing.per_right is None else f", {standing.per_right:.3f} USD for a right value"
    agreed = f", others agreed in {standing.agreed:,} of {standing.compared:,}" if standing.compared else ""
    refuted = f", {standing.refuted:,} bounced or were taken back" if standing.refuted else ""
    said = (
        f"{place} {name} would know it of {standing.known:.0%} of all leads; "
        f"{standing.right:.0%} of its values are right ({standing.low:.0%} to {standing.high:.0%}){price}. "
        f"It gave {standing.hits:,} values when asked {standing.asked:,} times{agreed}{refuted}."
    )
    return said.replace("%", " %")
