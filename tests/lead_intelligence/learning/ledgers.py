"""Small ledgers whose truth is known."""

import random
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.learning.domain.ledger import PastCall, PastJob
from lead_intelligence.vendors.domain.availability import ProviderState
from lead_intelligence.vendors.domain.outcomes import Outcome
from lead_intelligence.waterfall.domain import Rule, Try, plan

EMAIL, TITLE = Field.EMAIL, Field.TITLE
FIELDS = (EMAIL, TITLE)
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
Answers = Callable[[str, int], Try]


def states(**costs: str) -> dict[str, ProviderState]:
    return {
        slug: ProviderState(slug=slug, supports=frozenset(FIELDS), cost=Decimal(cost))
        for slug, cost in costs.items()
    }


def rules(*order: str, **numbers: object) -> list[Rule]:
    return [Rule(field=field, order=order, **numbers) for field in FIELDS]


def job(number: int, answer: Answers, present: Sequence[Rule], known: dict, *, explores: bool = False):
    """What the waterfall does with one lead."""
    tries: list[Try] = []
    while call := plan(rules=present, providers=known, tries=tries).call:
        tries.append(answer(call.slug, number))
    calls = tuple(
        PastCall(slug=t.slug, outcome=t.outcome, asked=frozenset(FIELDS), cost=t.cost, values=t.values)
        for t in tries
    )
    return PastJob(fields=FIELDS, calls=calls, explores=explores)


def history(count: int, answer: Answers, present: Sequence[Rule], known: dict, explored: float = 0.1):
    chance = random.Random(1)
    jobs = []
    for number in range(count):
        order = present[0].order
        explores = chance.random() < explored
        mine = rules(*chance.sample(order, len(order))) if explores else present
        jobs.append(job(number, answer, mine, known, explores=explores))
    return jobs


def vendor(
    slug: str, number: int, *, knows: float, right: float = 0.95, cost: str = "0.10", hard: float = 0.0
) -> Try:
    """One answer: leads of odd numbers are harder by `hard`. Misses are free."""
    chance = random.Random(f"{slug} {number}")
    if chance.random() >= knows - hard * (number % 2):
        return Try(slug=slug, outcome=Outcome.NOT_FOUND)
    said = f"of {number}" if chance.random() < right else f"wrong {chance.random()}"
    values = {field: FieldValue(f"{field} {said}", 0.9) for field in FIELDS}
    return Try(slug=slug, outcome=Outcome.FOUND, cost=Decimal(cost), values=values)


def said(values: Iterable[tuple[str, str]], **more: object) -> PastJob:
    """A job in which vendors gave these email addresses."""
    calls = tuple(
        PastCall(
            slug=slug,
            outcome=Outcome.FOUND,
            asked=frozenset({EMAIL}),
            values={EMAIL: FieldValue(value, 0.9)},
        )
        for slug, value in values
    )
    return PastJob(fields=(EMAIL,), calls=calls, **more)
