"""Routes leads: some alone, then N by sixteen threads at once, one lead a call; how fair the turns are then.

Four people share one rule, whose condition is looked up at each lead. The floor is a transaction that sets
the owner of one lead and no more, in the same run and on the same table.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from statistics import median, quantiles
from uuid import UUID

from django.db import connection, transaction

from mauntic.accounts.models import User
from mauntic.crm.models import Company, Contact
from mauntic.tenants.context import current_organization, enter
from revops.routing.models import RoutingRule, RuleTarget, Trigger
from revops.routing.services.route import route_contacts
from revops.routing.services.rules import remove_rule

THREADS, ALONE, WARM_UP = 16, 500, 50
WEIGHTS = (4, 3, 2, 1)
CONDITIONS = {
    "all": [
        {"field": "contact.country", "operator": "equals", "value": "DE"},
        {"field": "company.employees", "operator": "at_least", "value": 10},
    ]
}


def run(n: int) -> dict[str, object]:
    """Time and fairness of `n` leads by each of two rules, and of some that are routed alone.

    `p50_ms`, `p95_ms`: one lead alone, commit and events included; `floor_p95_ms`: its owner set, no more.
    `seconds`: `n` leads by sixteen threads. `max_skew`: by how many leads the most and the least differ by
    round robin; `weight_error`: the greatest distance of a share from that of its weight, as a share.
    """
    people = [User.objects.create_user(f"rep{number}@bench.example") for number in range(len(WEIGHTS))]
    rule = _rule(people, "round_robin")
    alone = _each(_route, _leads(WARM_UP + ALONE))[WARM_UP:]
    floor = _each(lambda lead: _bare_update(lead, people[0]), _leads(WARM_UP + ALONE))[WARM_UP:]
    even, seconds = _at_once(_leads(n))
    remove_rule(rule_id=rule.pk)
    _rule(people, "weighted")
    weighted, _ = _at_once(_leads(n))
    shares = [
        weighted[rep.pk] / n - weight / sum(WEIGHTS) for rep, weight in zip(people, WEIGHTS, strict=True)
    ]
    return {
        "seconds": round(seconds, 3),
        "threads": THREADS,
        "per_second": round(n / seconds),
        "p50_ms": _ms(median(alone)),
        "p95_ms": _ms(quantiles(alone, n=20)[-1]),
        "floor_p50_ms": _ms(median(floor)),
        "floor_p95_ms": _ms(quantiles(floor, n=20)[-1]),
        "max_skew": max(even.values()) - min(even.values()),
        "weight_error": round(max(map(abs, shares)), 5),
        "unrouted": 2 * n - even.total() - weighted.total(),
    }


def _rule(people: Sequence[User], strategy: str) -> RoutingRule:
    rule = RoutingRule.objects.create(name=strategy, strategy=strategy, conditions=CONDITIONS)
    RuleTarget.objects.bulk_create(
        RuleTarget(rule=rule, rep=rep, weight=weight, position=position)
        for position, (rep, weight) in enumerate(zip(people, WEIGHTS, strict=True))
    )
    return rule


def _leads(count: int) -> list[UUID]:
    """New leads of nobody, each of a company of its own, so that turns decide."""
    companies = [Company(name=f"Company {number}", employees=50) for number in range(count)]
    leads = [
        Contact(first_name=f"Lead {number}", country="DE", company=company)
        for number, company in enumerate(companies)
    ]
    Company.objects.bulk_create(companies, batch_size=1000)
    Contact.objects.bulk_create(leads, batch_size=1000)
    return [lead.pk for lead in leads]


def _route(lead: UUID) -> None:
    route_contacts(contact_ids=[lead], trigger=Trigger.API)


@transaction.atomic
def _bare_update(lead: UUID, owner: User) -> None:
    Contact.objects.filter(pk=lead).update(owner=owner)


def _each(work: Callable[[UUID], object], leads: Sequence[UUID]) -> list[float]:
    """The seconds that each lead took."""
    return [_timed(work, lead) for lead in leads]


def _timed(work: Callable[[UUID], object], lead: UUID) -> float:
    started = time.perf_counter()
    work(lead)
    return time.perf_counter() - started


def _at_once(leads: Sequence[UUID]) -> tuple[Counter[UUID | None], float]:
    """Route the leads by all threads, each taking the next; leads per owner, and the seconds it took."""
    rest, lock, organization = iter(leads), threading.Lock(), current_organization()

    def work() -> None:
        enter(organization)
        try:
            while True:
                with lock:
                    taken = list(islice(rest, 1))
                if not taken:
                    return
                _route(taken[0])
        finally:
            connection.close()

    started = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(work) for _ in range(THREADS)]:
            done.result()
    seconds = time.perf_counter() - started
    owners = Contact.objects.filter(pk__in=leads).exclude(owner=None).values_list("owner", flat=True)
    return Counter(owners), seconds


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 2)
