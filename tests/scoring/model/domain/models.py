"""Models and facts to score with."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from mauntic.kernel.conditions import Tree
from scoring.model.domain.factors import EVERYBODY, Category, Factor
from scoring.model.domain.points import (
    ContactFacts,
    Model,
    Weighted,
    default_model,
    score,
)
from scoring.signals.domain.strength import DecayModel, Signal

NOW = datetime(2026, 3, 1, tzinfo=UTC)


DEFAULTS = {
    "has_email": 10,
    "has_phone": 15,
    "has_direct_phone": 10,
    "company_size_smb": 5,
    "company_size_mid": 10,
    "company_size_enterprise": 15,
    "seniority_c_level": 20,
    "seniority_vp": 15,
    "seniority_director": 10,
    "seniority_manager": 5,
    "high_engagement": 15,
    "medium_engagement": 10,
    "content_download": 10,
    "pricing_page": 20,
    "demo_request": 30,
    "free_trial": 25,
}


KNOWN = {"contact.email": "a@b.example", "contact.phone": "+1"}


def with_email(**changes) -> Model:
    """The default model with another factor for the email address."""
    model = default_model()
    first, *rest = model.factors
    return replace(model, factors=(replace(first, **changes), *rest))


def points(facts: ContactFacts) -> dict[str, Decimal]:
    return {given.factor: given.points for given in score(facts, default_model(), NOW).contributors}


def own(key: str, weight: int, *, group: str = "", conditions: Tree = EVERYBODY) -> Weighted:
    factor = Factor(key, key, Category.FIT, Decimal(weight), "", conditions, group=group)
    return Weighted(factor, Decimal(weight), Category.FIT)


HOUR = timedelta(hours=1)


def seen(type_: str, weight: float = 1.0, *, age: int = 0, life: int = 24) -> Signal:
    """A signal of `age` hours with a life of `life` hours."""
    at = NOW - age * HOUR
    return Signal(type_, weight, at, at + life * HOUR, DecayModel.LINEAR)


def of_signal(weight: int, *, fades: bool = True, conditions: Tree = EVERYBODY, group: str = "") -> Weighted:
    factor = Factor(
        f"own_{weight}",
        "Own",
        Category.INTENT,
        Decimal(weight),
        "",
        conditions,
        signal="DEMO_REQUEST",
        fades=fades,
        group=group,
    )
    return Weighted(factor, Decimal(weight), Category.INTENT)
