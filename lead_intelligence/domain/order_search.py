"""The search for better orders: one change at a time, as long as it pays.

Fields share calls, so no field has a best order of its own. From the present orders, the search tries for
each field in turn to move, add or leave out a vendor or to set another threshold, and for each vendor to do
so in all fields at once. The change that lowers the cost per right value most is kept, if no field loses
more than the allowed share of what it finds. Changes are tried on a few leads first; few get to all of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lead_intelligence.domain import replay as past
from lead_intelligence.domain.ledger import GRID
from lead_intelligence.domain.replay import Market, Rules, Tally, World
from lead_intelligence.domain.waterfall import Rule

SWEEPS = 2
FIRST_LOOK, SECOND_LOOK = 120, 900
FINALISTS = 2
MOST_PLACES = 3
FIELD_SHARE = 3.0
WORTH = 0.002
"""A change that saves less than this share is not worth making."""
AIM = 0.85
"""The search keeps clear of the allowed loss, since it sees only some of the leads."""
PENALTIES = (6.0, 80.0)
"""By how much a loss beyond the allowed one makes rules dearer: more and more, so that the search may pass
there but does not stay."""


@dataclass(slots=True)
class _Judge:
    """Compares rules on the same leads."""

    market: Market
    worlds: Sequence[World]
    max_loss: float
    now: Tally
    penalty: float = PENALTIES[0]

    def price(self, rules: Rules) -> float:
        """Cost per right value, dearer by what is lost beyond the allowed loss."""
        tally = past.replay(self.market, rules, self.worlds)
        return price(tally) * (1 + self.penalty * excess(self.now, tally, AIM * self.max_loss))


def search(market: Market, now: Rules, worlds: Sequence[World], *, max_loss: float) -> Rules:
    """The best rules that were found; the present ones when nothing is worth changing."""
    quick, sure = (
        _Judge(market, some, max_loss, past.replay(market, now, some))
        for some in (worlds[:FIRST_LOOK], worlds[:SECOND_LOOK])
    )
    best, cost = now, price(sure.now)
    for start in (now, min(_starts(market, now), key=sure.price)):
        rules = start
        for penalty in PENALTIES:
            quick.penalty = sure.penalty = penalty
            rules, _ = _descend(market, rules, quick, sure)
            tally = past.replay(market, rules, sure.worlds)
            if not excess(sure.now, tally, max_loss) and price(tally) < cost * (1 - WORTH):
                best, cost = rules, price(tally)
    return best


def _descend(market: Market, start: Rules, quick: _Judge, sure: _Judge) -> tuple[Rules, float]:
    """Make the best changes from here on, until none pays."""
    best, cost = start, sure.price(start)
    for _ in range(SWEEPS):
        before = cost
        for slug in sorted(market.known):
            best, cost = _take_best(_vendor_changes(market, best, slug), best, cost, quick, sure)
        for place in range(len(start)):
            best, cost = _take_best(_field_changes(market, best, place), best, cost, quick, sure)
        if cost > before * (1 - WORTH):
            break
    return best, cost


def _starts(market: Market, now: Rules) -> Iterator[Rules]:
    """The cheapest first everywhere, and each vendor first before the cheapest ones."""
    ranked = sorted(market.known, key=lambda slug: (market.states[slug].cost, slug))
    for first in ("", *ranked):
        order = sorted(ranked, key=lambda slug: slug != first)
        yield tuple(_ranked(market, rule, order) for rule in now)


def _ranked(market: Market, rule: Rule, ranking: Sequence[str]) -> Rule:
    """The rule with the first vendors of the ranking that can be asked for its field."""
    movable = movable_vendors(market, rule)
    chosen = [slug for slug in ranking if slug in movable][: rule.max_attempts]
    rest = [slug for slug in rule.order if slug not in movable]
    return replace(rule, order=(*chosen, *rest)) if chosen else rule


def price(tally: Tally) -> float:
    """Cost in millionths per right value; infinite when there is none."""
    right = sum(tally.right)
    return tally.spent / right if right else float("inf")


def excess(now: Tally, then: Tally, allowed: float) -> float:
    """What is lost beyond the allowed share of wanted values, whichever is more: of usable or right ones.

    A single field may lose `FIELD_SHARE` times as much, so that no field is given up for the others.
    """
    losses = [
        max(now.usable[at] - then.usable[at], now.right[at] - then.right[at]) for at in range(len(now.wanted))
    ]
    whole = max(sum(now.usable) - sum(then.usable), sum(now.right) - sum(then.right))
    beyond = max(0.0, whole / max(1.0, sum(now.wanted)) - allowed)
    limit = FIELD_SHARE * allowed
    return beyond + sum(
        max(0.0, loss / wanted - limit) for loss, wanted in zip(losses, now.wanted, strict=True) if wanted
    )


def _take_best(
    choices: Iterable[Rules], best: Rules, cost: float, quick: _Judge, sure: _Judge
) -> tuple[Rules, float]:
    """The best of the choices with its price, or what there was when none is better."""
    limit = quick.price(best)
    others = dict.fromkeys(rules for rules in choices if rules != best)
    looked = sorted((quick.price(rules), number, rules) for number, rules in enumerate(others))
    for at, _, rules in looked[:FINALISTS]:
        if at < limit and (paid := sure.price(rules)) < cost * (1 - WORTH):
            best, cost = rules, paid
    return best, cost


def _field_changes(market: Market, rules: Rules, place: int) -> Iterator[Rules]:
    """Other orders and thresholds of one field."""
    rule = rules[place]
    for order in _orders(market, rule):
        yield _with(rules, place, replace(rule, order=order))
    for least in GRID[1:]:
        if least != rule.min_confidence:
            yield _with(rules, place, replace(rule, min_confidence=least))


def _vendor_changes(market: Market, rules: Rules, slug: str) -> Iterator[Rules]:
    """One vendor moved, left out, taken in or exchanged for another, in all fields at once."""
    for position in (*range(MOST_PLACES), len(market.slugs), None):
        yield tuple(
            replace(rule, order=_moved(market, rule, slug, position)) if slug in rule.order else rule
            for rule in rules
        )
    for position in range(MOST_PLACES):
        yield tuple(replace(rule, order=_moved(market, rule, slug, position)) for rule in rules)
    for other in sorted(market.known - {slug}):
        yield tuple(replace(rule, order=_exchanged(market, rule, slug, other)) for rule in rules)


def _exchanged(market: Market, rule: Rule, slug: str, other: str) -> tuple[str, ...]:
    """The order with two vendors in each other's place; one that is not in it comes in for the other."""
    movable = movable_vendors(market, rule)
    if slug not in movable or other not in movable:
        return rule.order
    swapped = {slug: other, other: slug}
    return tuple(swapped.get(each, each) for each in rule.order)


def _orders(market: Market, rule: Rule) -> Iterator[tuple[str, ...]]:
    movable = movable_vendors(market, rule)
    for slug in movable:
        for position in (*range(min(rule.max_attempts, len(movable))), None):
            order = _moved(market, rule, slug, position)
            if order != rule.order:
                yield order


def movable_vendors(market: Market, rule: Rule) -> list[str]:
    """Vendors that can be asked for the field and of which enough is known."""
    return [
        slug
        for slug in market.slugs
        if slug in market.known
        and rule.field in market.states[slug].supports
        and not market.states[slug].unavailable
    ]


def _moved(market: Market, rule: Rule, slug: str, position: int | None) -> tuple[str, ...]:
    """The order with that vendor at that place, or without it (None); who cannot be judged comes last."""
    movable = movable_vendors(market, rule)
    if slug not in movable:
        return rule.order
    judged = [each for each in rule.order if each in movable and each != slug]
    if position is not None:
        judged.insert(position, slug)
    rest = [each for each in rule.order if each not in movable]
    return (*judged, *rest) if judged else rule.order


def _with(rules: Rules, place: int, rule: Rule) -> Rules:
    return (*rules[:place], rule, *rules[place + 1 :])
