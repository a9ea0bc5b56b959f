"""The waterfall: which vendor is asked next for one lead, and why the others are not.

Nothing is called here. The caller tells what was asked and answered so far, and is told the next call or
that there is none; so a job that died is resumed by telling the same story again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal

from lead_intelligence.domain.answers import FieldValue
from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.outcomes import REFUSALS, Outcome

NO_ATTEMPT = REFUSALS | {Outcome.RATE_LIMITED}
"""The vendor did not look for this lead, so nothing was attempted."""

DEFAULT_MIN_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one field is looked for. `max_cost` bounds the whole job, in the vendors' currency."""

    field: Field
    order: tuple[str, ...]
    max_attempts: int = 3
    timeout_ms: int = 5000
    min_confidence: float = DEFAULT_MIN_CONFIDENCE
    max_cost: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderState:
    """A vendor as it stands now; `unavailable` is the sentence that says why it cannot be asked."""

    slug: str
    supports: frozenset[Field]
    cost: Decimal
    unavailable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """A vendor that was asked in this job, with all that it cost. `waits`: it will be asked again."""

    slug: str
    outcome: Outcome
    cost: Decimal = Decimal(0)
    waits: bool = False
    values: Mapping[Field, FieldValue] = dataclass_field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A value, and who gave it."""

    field: Field
    slug: str
    value: FieldValue
    from_cache: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Why a vendor was not asked for a field, or why a field came to its end (`slug` is empty)."""

    field: Field
    slug: str
    reason: str


@dataclass(frozen=True, slots=True)
class NextCall:
    """The call to make: one vendor, for every field that it may answer."""

    slug: str
    fields: tuple[Field, ...]
    timeout_ms: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a job stands: what was found, what is not sure enough, what comes next (None: nothing).

    `waiting` are the vendors without whose later answer some field cannot go on.
    """

    found: Mapping[Field, Found]
    candidates: Sequence[Found]
    notes: Sequence[Note]
    call: NextCall | None
    waiting: Sequence[str] = ()


def found_so_far(
    *, rules: Sequence[Rule], tries: Sequence[Try], cached: Sequence[Found] = ()
) -> Mapping[Field, Found]:
    """What is sure enough already, of the cache and of the vendors."""
    return _sort_answers(rules, tries, cached)[0]


def plan(
    *,
    rules: Sequence[Rule],
    providers: Mapping[str, ProviderState],
    tries: Sequence[Try] = (),
    cached: Sequence[Found] = (),
) -> Plan:
    """Take stock of a job and choose its next call. `rules` in the order in which fields are looked for."""
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
    """The first answer that is sure enough for each field; all others are candidates."""
    least = {rule.field: rule.min_confidence for rule in rules}
    told = [Found(field, each.slug, value) for each in tries for field, value in each.values.items()]
    found: dict[Field, Found] = {}
    candidates: list[Found] = []
    for answer in (*cached, *told):
        # A field that nobody asked for comes along for nothing; it is held to the same default.
        enough = answer.value.confidence >= least.get(answer.field, DEFAULT_MIN_CONFIDENCE)
        if enough and answer.field not in found:
            found[answer.field] = answer
        else:
            candidates.append(answer)
    return found, candidates


def _waits_for(rule: Rule, providers: Mapping[str, ProviderState], tries: Sequence[Try]) -> str:
    """The vendor whose answer this field waits for; empty when there is none."""
    waiting = (each.slug for each in tries if each.waits and each.slug in rule.order)
    return next((slug for slug in waiting if _supports(providers, slug, rule.field)), "")


def _next_provider(
    rule: Rule, providers: Mapping[str, ProviderState], tries: Sequence[Try], notes: list[Note]
) -> str:
    """The first vendor of the field's order that may be asked; empty when there is none."""
    tried = {each.slug: each for each in tries}
    attempts = sum(
        slug in tried and tried[slug].outcome not in NO_ATTEMPT and _supports(providers, slug, rule.field)
        for slug in rule.order
    )
    if attempts >= rule.max_attempts:
        notes.append(Note(rule.field, "", f"All {rule.max_attempts} attempts are used."))
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
    """Why this vendor is not asked for the field; empty when it can be."""
    if tried is not None:
        return f"Was asked: {tried.outcome.value.replace('_', ' ')}."
    if provider is None:
        return "Is not set up."
    if rule.field not in provider.supports:
        return "Does not give this field."
    if provider.unavailable:
        return provider.unavailable
    if rule.max_cost is not None and spent + provider.cost > rule.max_cost:
        return f"Would pass the cap of {rule.max_cost:f} a lead: {spent:f} spent, {provider.cost:f} to come."
    return ""
