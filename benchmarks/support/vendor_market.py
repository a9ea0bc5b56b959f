"""A made-up market of vendors whose truth is known: who knows which leads, how well, and for how much.

Everything that a learner must find out is drawn anew for each seed: what vendors know by field, by segment
and by how hard a lead is (so that they miss the same leads), how often they are right, how honest their
confidence is, and by how much prices differ from the list. Part of the wrong values are stale ones that all
vendors share, so that agreement is not proof.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from math import exp

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.learning.domain.ledger import PastCall, PastJob
from lead_intelligence.vendors.domain.availability import ProviderState
from lead_intelligence.vendors.domain.outcomes import Outcome
from lead_intelligence.waterfall.domain import Plan, Rule, Try, plan

SEGMENTS = 4
REQUESTS: Sequence[tuple[float, tuple[Field, ...]]] = (
    (0.25, (Field.EMAIL, Field.TITLE, Field.COMPANY, Field.COMPANY_SIZE)),
    (0.15, (Field.EMAIL, Field.PHONE)),
    (0.60, ()),
)
"""What is asked for, and how often; empty is every field that has an order."""
BILLED_MISSES: Mapping[str, float] = {"clearbit": 1.0, "lusha": 0.2, "builtwith": 1.0, "wappalyzer": 1.0}
"""The part of a look-up's price that a miss costs; free with the others."""
PHONE_VENDORS = frozenset({"zoominfo", "lusha", "rocketreach"})
PHONES = frozenset({Field.PHONE, Field.DIRECT_PHONE})
FAILURES = 0.01
STALE = 0.3
CENT = Decimal("0.0001")


def sigmoid(x: float) -> float:
    return 1 / (1 + exp(-x))


@dataclass(frozen=True, slots=True)
class Lead:
    """Somebody to look up; the harder, the fewer vendors know them."""

    number: int
    hardness: float
    segment: int
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Habit:
    """What one vendor is like; all on the scale of log-odds, except the honesty of its confidence."""

    knows: float
    hardness: float
    segments: Sequence[float]
    gives: Mapping[Field, float]
    right: Mapping[Field, float]
    boast: float


@dataclass(frozen=True, slots=True)
class Spent:
    """What a set of rules did to leads: US dollars, and values wanted, found and right."""

    cost: Decimal
    wanted: int
    found: int
    right: int

    @property
    def per_right(self) -> float:
        """US dollars for a right value."""
        return float(self.cost) / self.right


class Market:
    """One market. `vendors` are the accounts with their list prices; `rules` the default orders."""

    def __init__(self, seed: int, vendors: Mapping[str, ProviderState], rules: Sequence[Rule]) -> None:
        self.seed, self.rules = seed, tuple(rules)
        chance = random.Random(f"market {seed}")
        self.states = {
            slug: replace(state, cost=(state.cost * Decimal(chance.lognormvariate(0, 0.25))).quantize(CENT))
            for slug, state in sorted(vendors.items())
        }
        self.habits = {slug: _habit(slug, state, chance) for slug, state in self.states.items()}

    def leads(self, count: int, crowd: str) -> list[Lead]:
        """So many leads; other crowds are other people."""
        chance = random.Random(f"leads {self.seed} {crowd}")
        offset = sum(crowd.encode()) * 1_000_000
        return [
            Lead(offset + number, chance.gauss(0, 1), chance.randrange(SEGMENTS), self._request(chance))
            for number in range(count)
        ]

    def _request(self, chance: random.Random) -> tuple[Field, ...]:
        shares = [share for share, _ in REQUESTS]
        return chance.choices([fields for _, fields in REQUESTS], shares)[0] or self.fields

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields that have an order."""
        return tuple(rule.field for rule in self.rules)

    def answer(self, slug: str, lead: Lead) -> Try:
        """What that vendor says of that lead, always the same."""
        chance = random.Random(f"answer {self.seed} {slug} {lead.number}")
        habit, price = self.habits[slug], self.states[slug].cost
        if chance.random() < FAILURES:
            return Try(slug=slug, outcome=Outcome.TRANSPORT_ERROR)
        knows = habit.knows + habit.segments[lead.segment] - habit.hardness * lead.hardness
        values = {}
        if chance.random() < sigmoid(knows):
            for field, gives in habit.gives.items():
                if chance.random() < sigmoid(gives - 0.3 * lead.hardness):
                    values[field] = _value(habit, field, lead, chance)
        if values:
            return Try(slug=slug, outcome=Outcome.FOUND, cost=price, values=values)
        billed = (price * Decimal(BILLED_MISSES.get(slug, 0))).quantize(CENT)
        return Try(slug=slug, outcome=Outcome.NOT_FOUND, cost=billed)

    def look_up(self, lead: Lead, rules: Sequence[Rule]) -> tuple[list[Try], Plan]:
        """The waterfall of the product, with this market's vendors."""
        by_field = {rule.field: rule for rule in rules}
        wanted = [by_field[field] for field in lead.fields]
        tries: list[Try] = []
        while True:
            step = plan(rules=wanted, providers=self.states, tries=tries)
            if step.call is None:
                return tries, step
            tries.append(self.answer(step.call.slug, lead))

    def history(self, leads: Sequence[Lead], exploration: float) -> list[PastJob]:
        """The ledger after these leads; a share of them is looked up in a chance order."""
        chance = random.Random(f"history {self.seed}")
        return [self._job(lead, chance, explores=chance.random() < exploration) for lead in leads]

    def _job(self, lead: Lead, chance: random.Random, *, explores: bool) -> PastJob:
        rules = self.rules
        if explores:
            rules = tuple(
                replace(rule, order=tuple(chance.sample(rule.order, len(rule.order)))) for rule in rules
            )
        tries, _ = self.look_up(lead, rules)
        return PastJob(
            fields=lead.fields, calls=tuple(self._call(each, lead) for each in tries), explores=explores
        )

    def _call(self, tried: Try, lead: Lead) -> PastCall:
        asked = frozenset(lead.fields) & self.states[tried.slug].supports
        return PastCall(
            slug=tried.slug, outcome=tried.outcome, asked=asked, cost=tried.cost, values=tried.values
        )

    def omniscient(self, leads: Sequence[Lead]) -> list[PastJob]:
        """A ledger that nobody has: every vendor asked for every lead, every value known right or wrong."""
        return [self._whole_job(lead) for lead in leads]

    def _whole_job(self, lead: Lead) -> PastJob:
        calls = tuple(self._call(self.answer(slug, lead), lead) for slug in self.states)
        proofs = {
            (call.slug, field): is_right(lead, field, value)
            for call in calls
            for field, value in call.values.items()
        }
        return PastJob(fields=lead.fields, calls=calls, proofs=proofs)

    def spend(self, leads: Sequence[Lead], rules: Sequence[Rule]) -> Spent:
        """What these rules cost and find, by the truth."""
        cost, wanted, found, right = Decimal(0), 0, 0, 0
        for lead in leads:
            tries, end = self.look_up(lead, rules)
            cost += sum((each.cost for each in tries), Decimal(0))
            wanted += len(lead.fields)
            got = [(field, end.found[field].value) for field in lead.fields if field in end.found]
            found += len(got)
            right += sum(is_right(lead, field, value) for field, value in got)
        return Spent(cost, wanted, found, right)


def is_right(lead: Lead, field: Field, value: FieldValue) -> bool:
    """Whether the value is the truth about the lead."""
    return value.value == f"{field} of {lead.number}"


def _habit(slug: str, state: ProviderState, chance: random.Random) -> Habit:
    fields = sorted(state.supports)
    return Habit(
        knows=chance.gauss(0.7, 0.7),
        hardness=chance.uniform(0.6, 1.6),
        segments=[chance.gauss(0, 0.7) for _ in range(SEGMENTS)],
        gives={field: chance.gauss(_generosity(slug, field), 0.8) for field in fields},
        right={field: chance.gauss(2.0, 0.7) for field in fields},
        boast=chance.gauss(0, 0.08),
    )


def _generosity(slug: str, field: Field) -> float:
    """Phone numbers are what the dear vendors are for."""
    if field in PHONES:
        return 0.5 if slug in PHONE_VENDORS else -1.0
    return 1.2


def _value(habit: Habit, field: Field, lead: Lead, chance: random.Random) -> FieldValue:
    right = chance.random() < sigmoid(habit.right[field] - 0.4 * lead.hardness)
    feels_right = right if chance.random() < 0.75 else not right
    confidence = 0.6 + 0.25 * feels_right + habit.boast + chance.gauss(0, 0.1)
    text = f"{field} of {lead.number}"
    if not right:
        text = f"old {text}" if chance.random() < STALE else f"wrong {text} by {chance.random()}"
    return FieldValue(text, round(min(0.99, max(0.05, confidence)), 2))
