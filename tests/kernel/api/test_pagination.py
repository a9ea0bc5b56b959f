"""API lists: a walk shows each row once, whatever happens meanwhile."""

from datetime import timedelta
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.db.models import Model

from mauntic.crm.models import Company, Contact
from mauntic.kernel.clock import now
from mauntic.kernel.db import counting
from revops.deals.models.deals import Deal
from scoring.alerts.models import SignalAlert
from scoring.signals.models import SignalType
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.lead_intelligence import make_job
from tests.factories.revops import DealFactory
from tests.factories.scoring import make_signal

CONTACTS, COMPANIES = "/api/v1/crm/contacts", "/api/v1/crm/companies"
DEALS, ALERTS = "/api/v1/revops/deals", "/api/v1/scoring/signals/alerts"
HISTORY = "/api/v1/lead-intelligence/contacts/{}/enrichment-history"


def contacts(count: int) -> list[Contact]:
    return [ContactFactory(company=None) for _ in range(count)]


def rows_of(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    body = answer.json()
    rows = body if isinstance(body, list) else body.get("data", body.get("items"))
    return [row["id"] for row in rows]


def walk(web, url: str, between=lambda: None, **query) -> list[str]:
    """Follow the `Link` headers, with something done after each page."""
    answer, seen = web.get(url, query), []
    while True:
        seen += rows_of(answer)
        between()
        if "Link" not in answer:
            return seen
        answer = web.get(answer["Link"].partition(">")[0].removeprefix("<"))


def ids(rows: list[Model]) -> list[str]:
    return [str(row.pk) for row in rows]


def test_a_walk_by_page_keeps_a_lead_whose_score_rises(web):
    made = contacts(9)
    pages = [rows_of(web.get(CONTACTS, {"limit": 3, "page": 1}))]
    Contact.objects.filter(pk=made[-1].pk).update(lead_score=Decimal(100))
    pages += [rows_of(web.get(CONTACTS, {"limit": 3, "page": page})) for page in (2, 3)]
    assert [pk for page in pages for pk in page] == ids(made)


@pytest.mark.parametrize("sort", ["created", "-created"])
def test_a_walk_by_cursor_shows_each_lead_once_under_change(web, sort):
    made = contacts(9)
    changed = iter(made[::-1])

    def change() -> None:
        Contact.objects.filter(pk=next(changed).pk).update(lead_score=Decimal(100))
        ContactFactory(company=None)

    seen = walk(web, CONTACTS, change, limit=2, sort=sort)
    assert len(set(seen)) == len(seen)
    assert [pk for pk in seen if pk in ids(made)] == (ids(made) if sort == "created" else ids(made)[::-1])


def test_a_lead_that_is_removed_shifts_no_page_of_a_cursor(web):
    made = contacts(6)
    answer = web.get(CONTACTS, {"limit": 2})
    made[0].delete()
    cursor = answer.json()["nextCursor"]
    assert rows_of(web.get(CONTACTS, {"limit": 2, "cursor": cursor})) == ids(made[2:4])


def test_leads_of_one_moment_are_each_shown_once(web):
    made = contacts(5)
    Contact.objects.update(created_at=now())
    assert sorted(walk(web, CONTACTS, limit=2)) == sorted(ids(made))


def test_a_cursor_keeps_the_filters(web):
    made = contacts(6)
    Contact.objects.filter(pk__in=[lead.pk for lead in made[::2]]).update(lead_grade="A")
    answer = web.get(CONTACTS, {"grade": "A", "limit": 2})
    link = urlsplit(answer["Link"].partition(">")[0].removeprefix("<"))
    assert (link.path, parse_qs(link.query)["grade"]) == (CONTACTS, ["A"])
    assert walk(web, CONTACTS, grade="A", limit=2) == ids(made[::2])


def test_the_last_page_names_no_next_one(web):
    contacts(2)
    answer = web.get(CONTACTS, {"limit": 2})
    assert (answer.json()["nextCursor"], "Link" in answer) == (None, False)


def test_companies_are_walked(web):
    made = [CompanyFactory() for _ in range(5)]
    assert walk(web, COMPANIES, limit=2) == ids(made)
    names = [row["name"] for row in web.get(COMPANIES, {"sort": "name"}).json()["data"]]
    assert names == sorted(names)


def test_deals_are_walked_though_new_ones_come(web, rep):
    made = [DealFactory(owner=rep) for _ in range(5)]
    assert walk(web, DEALS, lambda: DealFactory(owner=rep), limit=2) == ids(made[::-1])
    assert Deal.objects.count() == 8


def test_alerts_are_walked_by_deadline(web):
    kind, lead = SignalType.objects.first(), ContactFactory()
    made = [
        SignalAlert.objects.create(
            contact=lead,
            signal=make_signal(lead, kind.code),
            type=kind,
            priority="high",
            detected_at=now(),
            deadline=now() + timedelta(minutes=minutes),
        )
        for minutes in (30, 10, 20)
    ]
    assert walk(web, ALERTS, limit=1) == ids([made[1], made[2], made[0]])


def test_enrichments_are_walked(web):
    lead = ContactFactory()
    made = [make_job(lead) for _ in range(3)]
    url = HISTORY.format(lead.pk)
    assert walk(web, url, limit=2) == ids(made[::-1])
    assert rows_of(web.get(url, {"page": 2, "limit": 2})) == ids(made[:1])
    assert web.get(url, {"limit": 2}).json()["total"] == 3


@pytest.mark.parametrize(
    ("url", "query", "key"),
    [
        (CONTACTS, {"cursor": "nonsense"}, "cursor"),
        (CONTACTS, {"cursor": "WyJ4IiwgInkiXQ"}, "cursor"),
        (DEALS, {"cursor": "nonsense"}, "cursor"),
        (ALERTS, {"cursor": "nonsense"}, "cursor"),
        (CONTACTS, {"cursor": "x", "page": 2}, "page"),
        (DEALS, {"cursor": "x", "offset": 2}, "offset"),
        (CONTACTS, {"cursor": "x", "sort": "-score"}, "sort"),
        (CONTACTS, {"sort": "colour"}, "sort"),
        (CONTACTS, {"page": "99999999999999999999"}, "page"),
        (HISTORY, {"page": "99999999999999999999"}, "page"),
    ],
)
def test_a_wrong_page_is_refused_by_name(web, url, query, key):
    answer = web.get(url.format(ContactFactory().pk), query)
    assert (answer.status_code, list(answer.json()["details"])) == (400, [key])


def test_a_page_beyond_the_last_does_not_exist(web):
    contacts(3)
    assert web.get(CONTACTS, {"page": 3, "limit": 2}).status_code == 404
    assert web.get(COMPANIES, {"page": 1}).json()["data"] == []


def test_large_counts_are_kept_for_a_moment_and_small_ones_never(
    acme, monkeypatch, django_assert_num_queries
):
    cache.clear()
    monkeypatch.setattr(counting, "NOT_CACHED_UP_TO", 2)
    contacts(2)
    assert counting.recent_count(Contact.objects.all()) == 2
    contacts(1)
    assert counting.recent_count(Contact.objects.all()) == 3
    contacts(1)
    with django_assert_num_queries(0):
        assert counting.recent_count(Contact.objects.all()) == 3
    assert counting.recent_count(Contact.objects.exclude(email="")) == 4
    assert counting.recent_count(Company.objects.none()) == 0


def test_a_count_in_words_stops_at_its_limit(acme, monkeypatch):
    cache.clear()
    monkeypatch.setattr(counting, "COUNT_UP_TO", 2)
    contacts(2)
    assert counting.count_words(Contact.objects.all()) == "2"
    contacts(2)
    assert counting.count_words(Contact.objects.all()) == "2+"


def test_counts_do_without_the_cache(acme, settings):
    settings.CACHES = settings.CACHES | {
        "default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1"}
    }
    contacts(2)
    assert counting.recent_count(Contact.objects.all()) == 2
