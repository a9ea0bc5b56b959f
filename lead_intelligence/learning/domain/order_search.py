"""The search for better orders: one change at a time, as long as it pays.

Fields share calls, so no field has a best order of its own. From the present orders, the search tries for
each field in turn to move, add or leave out a vendor or to set another threshold, and for each vendor to do
so in all fields at once. The change that lowers the cost per right value most is kept, if no field loses
more than the allowed share of what it finds. Changes are tried on a few leads first; few get to all of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from itertools import permutations

from lead_intelligence.learning.domain import replay as past
from lead_intelligence.learning.domain.imputation import ImputedLead
from lead_intelligence.learning.domain.ledger import GRID
from lead_intelligence.learning.domain.replay import Market, Rules, Tally
from lead_intelligence.waterfall.domain import Rule

SWEEPS = 2
FIRST_LOOK, SECOND_LOOK = 120, 900
FINALISTS = 2
MOST_POSITIONS, STARTS = 3, 6
SLACK = 3.0
"""The first look sees few leads: what seems to lose too much there may get a second one."""
FIELD_SHARE = 3.0
WORTH = 0.002
"""A change that saves less than this share is not worth making."""
AIM = 0.85
"""The search keeps clear of the allowed loss, since it sees only some of the leads."""
WORTHS = (6.0, 2.0)
"""What a right value is worth, in prices of one today. At first nearly nothing is given up; then what saves
most for what it loses, until more is lost than allowed."""
HEAVY = 40.0
"""The worth of a value that a field loses beyond its own limit."""


@dataclass(slots=True)
class _Judge:
    """Compares rules on the same leads, each once; `best` are the cheapest that lose no more than allowed."""

    market: Market
    leads: Sequence[ImputedLead]
    allowed: float
    now: Tally
    best: Rules
    lowest: float
    worth: float = WORTHS[0]
    seen: dict[Rules, tuple[float, float, float]] = dataclass_field(default_factory=dict)

    def net(self, rules: Rules) -> float:
        """Cost less what the values are worth, in prices of a right value today: the less, the better."""
        if rules not in self.seen:
            self.seen[rules] = self._weigh(rules)
        spent, values, beyond = self.seen[rules]
        return spent - self.worth * values + HEAVY * beyond

    def _weigh(self, rules: Rules) -> tuple[float, float, float]:
        tally = past.replay_leads(self.market, rules, self.leads)
        if price(tally) < self.lowest * (1 - WORTH) and not excess(self.now, tally, self.allowed):
            self.best, self.lowest = rules, price(tally)
        values = (sum(tally.right) + sum(tally.usable)) / 2
        beyond = field_excess(self.now, tally, self.allowed) * sum(self.now.wanted)
        return tally.spent / max(1.0, price(self.now)), values, beyond


def search(market: Market, now: Rules, leads: Sequence[ImputedLead], *, max_loss: float) -> Rules:
    """The best rules that were found; the present ones when nothing is worth changing."""
    quick = _judge(market, now, leads[:FIRST_LOOK], SLACK * max_loss)
    sure = _judge(market, now, leads[:SECOND_LOOK], AIM * max_loss)
    likely = sorted(dict.fromkeys(_starts(market, now)), key=quick.net)[:STARTS]
    for start in (now, min(likely, key=sure.net)) if likely else (now,):
        rules = start
        for worth in WORTHS:
            quick.worth = sure.worth = worth
            rules = _descend(market, rules, quick, sure)
    return _pruned(sure, now)


def _pruned(judge: _Judge, now: Rules) -> Rules:
    """The best rules without the changes that save nothing, such as those of fields that nobody looks for."""
    rules, cost = judge.best, judge.lowest
    for index, rule in enumerate(now):
        simpler = _with(rules, index, rule)
        tally = past.replay_leads(judge.market, simpler, judge.leads)
        if price(tally) <= cost * (1 + WORTH / 2) and not excess(judge.now, tally, judge.allowed):
            rules = simpler
    return rules


def _judge(market: Market, now: Rules, leads: Sequence[ImputedLead], allowed: float) -> _Judge:
    tally = past.replay_leads(market, now, leads)
    return _Judge(market, leads, allowed, tally, now, price(tally))


def _descend(market: Market, start: Rules, quick: _Judge, sure: _Judge) -> Rules:
    """Make the best changes from here on, until none pays."""
    best = start
    for _ in range(SWEEPS):
        before = best
        for slug in sorted(market.known):
            best = _take_best(_vendor_changes(market, best, slug), best, quick, sure)
        for index in range(len(start)):
            best = _take_best(_field_changes(market, best, index), best, quick, sure)
        if best == before:
            break
    return best


def _starts(market: Market, now: Rules) -> Iterator[Rules]:
    """Every two vendors before all others: in the fields whose order names them, and in all."""
    for one, two in permutations(sorted(market.known), 2):
        for everywhere in (False, True):
            rules = now
            for slug in (two, one):
                rules = tuple(
                    replace(rule, order=_moved(market, rule, slug, 0))
                    if everywhere or slug in rule.order
                    else rule
                    for rule in rules
                )
            yield rules


def price(tally: Tally) -> float:
    """Cost in millionths per right value; infinite when there is none."""
    right = sum(tally.right)
    return tally.spent / right if right else float("inf")


def excess(now: Tally, then: Tally, allowed: float) -> float:
    """What is lost beyond the allowed share of wanted values, whichever is more: of usable or right ones.

    A single field may lose `FIELD_SHARE` times as much, so that no field is given up for the others.
    """
    lost = max(sum(now.usable) - sum(then.usable), sum(now.right) - sum(then.right))
    return max(0.0, lost / max(1.0, sum(now.wanted)) - allowed) + field_excess(now, then, allowed)


def field_excess(now: Tally, then: Tally, allowed: float) -> float:
    """What single fields lose beyond their limit, as a share of all wanted values."""
    beyond = (
        max(now.usable[at] - then.usable[at], now.right[at] - then.right[at]) - FIELD_SHARE * allowed * wanted
        for at, wanted in enumerate(now.wanted)
    )
    return sum(max(0.0, lost) for lost in beyond) / max(1.0, sum(now.wanted))


def _take_best(choices: Iterable[Rules], best: Rules, quick: _Judge, sure: _Judge) -> Rules:
    """The best of the choices, or what there was when none is better."""
    net, limit = sure.net(best), quick.net(best)
    step = WORTH * sure.seen[best][0]
    others = dict.fromkeys(rules for rules in choices if rules != best)
    looked = sorted((quick.net(rules), number, rules) for number, rules in enumerate(others))
    for at, _, rules in looked[:FINALISTS]:
        if at < limit and (cost := sure.net(rules)) < net - step:
            best, net = rules, cost
    return best


def _field_changes(market: Market, rules: Rules, index: int) -> Iterator[Rules]:
    """Other orders and thresholds of one field."""
    rule = rules[index]
    for order in _orders(market, rule):
        yield _with(rules, index, replace(rule, order=order))
    for least in GRID[1:]:
        if least != rule.min_confidence:
            yield _with(rules, index, replace(rule, min_confidence=least))


def _vendor_changes(market: Market, rules: Rules, slug: str) -> Iterator[Rules]:
    """One vendor moved, left out, taken in or exchanged for another, in all fields at once."""
    for position in (*range(MOST_POSITIONS), len(market.slugs), None):
        yield tuple(
            replace(rule, order=_moved(market, rule, slug, position)) if slug in rule.order else rule
            for rule in rules
        )
    for position in range(MOST_POSITIONS):
        yield tuple(replace(rule, order=_moved(market, rule, slug, position)) for rule in rules)
    for other in sorted(market.known - {slug}):
        yield tuple(replace(rule, order=_exchanged(market, rule, slug, other)) for rule in rules)


def _exchanged(market: Market, rule: Rule, slug: str, other: str) -> tuple[str, ...]:
    """The order with two vendors in each other's place; one that is not in it comes in for the other."""
    movable = market.movable[rule.field]
    if slug not in movable or other not in movable:
        return rule.order
    swapped = {slug: other, other: slug}
    return tuple(swapped.get(each, each) for each in rule.order)


def _orders(market: Market, rule: Rule) -> Iterator[tuple[str, ...]]:
    movable = market.movable[rule.field]
    for slug in movable:
        for position in (*range(min(rule.max_attempts, len(movable))), None):
            order = _moved(market, rule, slug, position)
            if order != rule.order:
                yield order


def _moved(market: Market, rule: Rule, slug: str, position: int | None) -> tuple[str, ...]:
    """The order with that vendor at that place, or without it (None); who cannot be judged comes last."""
    movable = market.movable[rule.field]
    if slug not in movable:
        return rule.order
    judged = [each for each in rule.order if each in movable and each != slug]
    if position is not None:
        judged.insert(position, slug)
    rest = [each for each in rule.order if each not in movable]
    return (*judged, *rest) if judged else rule.order


def _with(rules: Rules, index: int, rule: Rule) -> Rules:
    return (*rules[:index], rule, *rules[index + 1 :])
