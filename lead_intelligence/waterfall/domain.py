"""The waterfall: which vendor to call next for a lead, and why the others are skipped.

This module makes no calls. The caller passes the calls so far and receives the next call, or none. So a job
whose worker died is resumed by passing the same calls again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue, Found
from lead_intelligence.vendors.domain.availability import ProviderState
from lead_intelligence.vendors.domain.outcomes import REFUSALS, Outcome

NO_ATTEMPT = REFUSALS | {Outcome.RATE_LIMITED}
"""Outcomes without a lookup, which do not count as an attempt."""

DEFAULT_MIN_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The waterfall of one field. `max_cost` limits the whole job, in the currency of the vendors."""

    field: Field
    order: tuple[str, ...]
    max_attempts: int = 3
    timeout_ms: int = 5000
    min_confidence: float = DEFAULT_MIN_CONFIDENCE
    max_cost: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """A vendor that the job called, with its total cost. `waits`: it will be called again."""

    slug: str
    outcome: Outcome
    cost: Decimal = Decimal(0)
    waits: bool = False
    values: Mapping[Field, FieldValue] = dataclass_field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """Why a vendor was skipped for a field, or why the search for the field ended (`slug` is empty)."""

    field: Field
    slug: str
    reason: str


@dataclass(frozen=True, slots=True)
class NextCall:
    """The next call: one vendor, for all missing fields that it supports."""

    slug: str
    fields: tuple[Field, ...]
    timeout_ms: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The state of a job: values found, candidates below the minimum confidence, and the next call (or None).

    `waiting` are the vendors whose pending result some field needs.
    """

    found: Mapping[Field, Found]
    candidates: Sequence[Found]
    notes: Sequence[Note]
    call: NextCall | None
    waiting: Sequence[str] = ()


def found_so_far(
    *, rules: Sequence[Rule], tries: Sequence[Try], cached: Sequence[Found] = ()
) -> Mapping[Field, Found]:
    """Return the values from cache and vendors that reach the minimum confidence."""
    return _sort_answers(rules, tries, cached)[0]


def plan(
    *,
    rules: Sequence[Rule],
    providers: Mapping[str, ProviderState],
    tries: Sequence[Try] = (),
    cached: Sequence[Found] = (),
) -> Plan:
    """Return the state of a job and its next call. `rules` are in the order of the fields."""
    found, candidates = _sort_answers(rules, tries, cached)
    missing = [rule for rule in rules if rule.field not in found]
    notes: list[Note] = []
    waiting: list[str] = []
    for rule in missing:
        if pending := _waits_for(rule, providers, tries):
            waiting.append(pending)
            continue
        slug = _next_provider(rule, providers, tries, notes)
        if slug:
            supports = providers[slug].supports
            fields = tuple(each.field for each in missing if each.field in supports)
            return Plan(found, candidates, notes, NextCall(slug, fields, rule.timeout_ms))
    return Plan(found, candidates, notes, None, waiting)


def _sort_answers(
    rules: Sequence[Rule], tries: Sequence[Try], cached: Sequence[Found]
) -> tuple[dict[Field, Found], list[Found]]:
    """Split values into the first with enough confidence for each field, and candidates."""
    least = {rule.field: rule.min_confidence for rule in rules}
    returned = [Found(field, each.slug, value) for each in tries for field, value in each.values.items()]
    found: dict[Field, Found] = {}
    candidates: list[Found] = []
    for answer in (*cached, *returned):
        # Vendors return fields that were not requested at no cost. The default confidence applies.
        enough = answer.value.confidence >= least.get(answer.field, DEFAULT_MIN_CONFIDENCE)
        if enough and answer.field not in found:
            found[answer.field] = answer
        else:
            candidates.append(answer)
    return found, candidates


def _waits_for(rule: Rule, providers: Mapping[str, ProviderState], tries: Sequence[Try]) -> str:
    """Return the vendor whose pending result this field waits for; empty if there is none."""
    waiting = (each.slug for each in tries if each.waits and each.slug in rule.order)
    return next((slug for slug in waiting if _supports(providers, slug, rule.field)), "")


def _next_provider(
    rule: Rule, providers: Mapping[str, ProviderState], tries: Sequence[Try], notes: list[Note]
) -> str:
    """Return the first vendor of the order that can be called; empty if there is none."""
    tried = {each.slug: each for each in tries}
    attempts = sum(
        slug in tried and tried[slug].outcome not in NO_ATTEMPT and _supports(providers, slug, rule.field)
        for slug in rule.order
    )
    if attempts >= rule.max_attempts:
        notes.append(Note(rule.field, "", f"All {rule.max_attempts} attempts used."))
        return ""
    spent = sum((each.cost for each in tries), Decimal(0))
    for slug in rule.order:
        reason = _obstacle(rule, providers.get(slug), tried.get(slug), spent)
        if not reason:
            return slug
        notes.append(Note(rule.field, slug, reason))
    return ""


def _supports(providers: Mapping[str, ProviderState], slug: str, wanted: Field) -> bool:
    provider = providers.get(slug)
    return provider is not None and wanted in provider.supports


def _obstacle(rule: Rule, provider: ProviderState | None, tried: Try | None, spent: Decimal) -> str:
    """Return why the vendor is skipped for the field; empty if it can be called."""
    if tried is not None:
        return f"Already called: {tried.outcome.value.replace('_', ' ')}."
    if provider is None:
        return "Not set up."
    if rule.field not in provider.supports:
        return "Field not supported."
    if provider.unavailable:
        return provider.unavailable
    if rule.max_cost is not None and spent + provider.cost > rule.max_cost:
        return f"Over the cap of ${rule.max_cost:f} per lead: ${spent:f} spent, ${provider.cost:f} needed."
    return ""
