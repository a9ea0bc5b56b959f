"""Short forms of what the plan of a lookup is made from."""

from decimal import Decimal

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.vendors.domain.availability import ProviderState
from lead_intelligence.vendors.domain.outcomes import Outcome
from lead_intelligence.waterfall.domain import Rule, Try

EMAIL, PHONE, TITLE = Field.EMAIL, Field.PHONE, Field.TITLE


def rule(field: Field, *order: str, **numbers: object) -> Rule:
    return Rule(field=field, order=order, **numbers)


def providers(*slugs: str, **changed: ProviderState) -> dict[str, ProviderState]:
    return {slug: state(slug) for slug in slugs} | changed


def state(slug: str, supports: tuple[Field, ...] = tuple(Field), cost: str = "0.10", unavailable: str = ""):
    return ProviderState(slug=slug, supports=frozenset(supports), cost=Decimal(cost), unavailable=unavailable)


def hit(slug: str, cost: str = "0.10", **values: tuple[object, float]) -> Try:
    found = {Field(name): FieldValue(*value) for name, value in values.items()}
    return Try(slug=slug, outcome=Outcome.FOUND, cost=Decimal(cost), values=found)


def miss(slug: str, outcome: Outcome = Outcome.NOT_FOUND, cost: str = "0") -> Try:
    return Try(slug=slug, outcome=outcome, cost=Decimal(cost))
