"""Routing by many workers at the same moment, each on a connection of its own."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import connection

from mauntic.crm.models import Contact
from mauntic.tenants.context import enter
from revops.routing.models import RoutingDecision, Trigger
from revops.routing.services.route import route_contacts
from tests.factories.crm import CompanyFactory
from tests.factories.routing import make_leads, make_rep, make_rule

THREADS, LEADS = 16, 112


@pytest.fixture
def route_at_once(committed):
    """Routes the leads one a call, all threads taking the next at the same time; leads per owner's name."""

    @contextmanager
    def inside() -> Iterator[None]:
        enter(committed)
        try:
            yield
        finally:
            connection.close()

    def run(leads: list[Contact]) -> Counter[str | None]:
        start, rest = threading.Barrier(THREADS), iter([lead.pk for lead in leads])
        lock = threading.Lock()

        def following() -> UUID | None:
            with lock:
                return next(rest, None)

        def work(_: int) -> None:
            with inside():
                start.wait()
                while lead := following():
                    route_contacts(contact_ids=[lead], trigger=Trigger.API)

        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(work, range(THREADS)))
        return Counter(Contact.objects.values_list("owner__name", flat=True))

    return run


def test_round_robin_counts_differ_by_one_at_most(route_at_once):
    make_rule(*(make_rep(name) for name in ("Ann", "Bob", "Cy")))

    counts = route_at_once(make_leads(LEADS))

    assert sorted(counts.values()) == [37, 37, 38]


def test_weights_are_kept_to_the_lead(route_at_once):
    weights = {"Ann": 4, "Bob": 2, "Cy": 1}
    make_rule(*((make_rep(name), weight) for name, weight in weights.items()), strategy="weighted")

    assert route_at_once(make_leads(LEADS)) == {"Ann": 64, "Bob": 32, "Cy": 16}


def test_a_cap_holds_though_its_owner_is_in_two_rules(route_at_once):
    ann, bob = make_rep("Ann", daily_cap=7), make_rep("Bob")
    germany = {"all": [{"field": "contact.country", "operator": "equals", "value": "DE"}]}
    make_rule(ann, bob, name="Germany", conditions=germany)
    make_rule(ann, bob, name="Rest")

    assert route_at_once(make_leads(15, country="DE") + make_leads(15)) == {"Ann": 7, "Bob": 23}


def test_leads_of_one_company_end_with_one_owner(route_at_once):
    make_rule(make_rep("Ann"), make_rep("Bob"), make_rep("Cy"))

    assert list(route_at_once(make_leads(20, company=CompanyFactory())).values()) == [20]


def test_a_lead_that_two_workers_are_told_of_is_routed_once(route_at_once):
    make_rule(make_rep("Ann"), make_rep("Bob"))
    leads = make_leads(8)

    route_at_once(leads * 4)

    assert RoutingDecision.objects.count() == 8
