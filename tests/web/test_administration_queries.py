"""Every list of the administration needs as many queries for three rows as for one."""

import pytest
from django.contrib import admin as administration
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from benchmarks.support.filling import fill
from benchmarks.support.lead_base import make_ids
from mauntic.kernel.clock import now
from tests.conftest import ACME_HOST
from tests.support.queries import queries_of

LISTED = sorted(administration.site._registry, key=lambda model: model._meta.label)
# Tables that never have three rows.
SINGLE = {
    "accounts.AccessPolicy",
    "delivery.SignInApp",
    "lead_intelligence.EnrichmentPolicy",
    "revops.AgentPolicy",
    "revops.IcpProfile",
    "revops.RoutingSettings",
    "revops.SdrSettings",
    "revops.SmsAccount",
    "scoring.ScoringSettings",
}
ROWS = 3


@pytest.fixture
def office(admin) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def test_a_longer_list_needs_no_more_queries(acme, office, monkeypatch):
    make_rows()
    few = {model._meta.label for model in LISTED if model._default_manager.count() < ROWS}
    assert few == SINGLE
    grown = {}
    for model in LISTED:
        if model._meta.label in SINGLE:
            continue
        # The first request fills caches.
        _, one, three = (shown(office, model, rows, monkeypatch) for rows in (ROWS, 1, ROWS))
        if one != three:
            grown[model._meta.label] = (one, three)
    assert grown == {}


def shown(office: Client, model: type[models.Model], rows: int, monkeypatch) -> int:
    """How many queries a page of so many rows needs."""
    monkeypatch.setattr(administration.site._registry[model], "list_per_page", rows)
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    def show() -> None:
        page = office.get(path)
        assert page.status_code == 200, path
        assert len(page.context["cl"].result_list) == rows, path

    return queries_of(show)


def make_rows() -> None:
    """Three rows of each model that lacks them, each with rows of its own for what it refers to."""
    make_ids()
    short = [model for model in LISTED if model._default_manager.count() < ROWS]
    blocks = {model: block for block, model in enumerate(short, 1) if model._meta.label not in SINGLE}
    keys = {
        model._meta.label: f"bench_id({block}, n)"
        for model, block in blocks.items()
        if isinstance(model._meta.pk, models.UUIDField)
    }
    with connection.cursor() as cursor:
        # They refer to each other in circles.
        cursor.execute("SET LOCAL session_replication_role = replica")
    for model, block in blocks.items():
        fill(model, ROWS, block=block, at=now(), keys=keys)
