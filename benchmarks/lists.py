"""The pages that list or count leads, of N leads: whole requests through the middleware, of a rep.

`pages` are medians in milliseconds with empty caches ("cold", what the first visitor of 30 s waits for) and
with filled ones ("warm"); `counts` are the statements behind the tabs and tiles alone, uncached.
"""

import time
from collections.abc import Callable
from statistics import median

from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet
from django.test import Client

from benchmarks.support.lead_base import make_leads
from mauntic.accounts.models import Role, User
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.db.counting import COUNT_UP_TO
from mauntic.web.leads.selectors.rows import LEAD_TABS

PAGES = {
    "leads": "/leads/",
    "leads by intent": "/leads/?sort=-intent",
    "hot": "/leads/?tab=hot",
    "missing phone": "/leads/?tab=no-phone",
    "pending": "/leads/?enrichment=pending",
    "my day": "/",
    "companies": "/companies/",
    "api contacts": "/api/v1/crm/contacts?limit=100",
}
REPS, TIMES = 20, 9
# One in a hundred is hot and one in five hundred waits for enrichment; nineteen in twenty have an owner.
_SPREAD = """
    WITH people AS (SELECT array_agg(id) AS ids FROM accounts_user), leads AS (
        SELECT id, row_number() OVER () AS n FROM crm_contact
    )
    UPDATE crm_contact SET
        lead_score = n * 7919 % 10000 / 100.0,
        lead_grade = (ARRAY['A', 'B', 'C', 'D', 'F'])[n % 5 + 1],
        intent_score = CASE WHEN n % 100 = 0 THEN 80 ELSE n % 70 END,
        owner_id = CASE WHEN n % 20 = 0 THEN NULL ELSE people.ids[n % cardinality(people.ids) + 1] END,
        enrichment_status = CASE WHEN n % 500 = 0 THEN 'pending' WHEN n % 50 = 0 THEN 'failed'
            ELSE 'completed' END
    FROM leads, people WHERE leads.id = crm_contact.id
"""


def run(n: int) -> dict[str, object]:
    """Medians in milliseconds; `seconds` is the cold list of leads."""
    user = _people()
    make_leads(n, now())
    with connection.cursor() as cursor:
        cursor.execute(_SPREAD)
        cursor.execute("VACUUM (FULL, ANALYZE) crm_contact")
    client = Client(headers={"host": "bench.localhost"})
    client.force_login(user)
    pages = {name: _page(client, url) for name, url in PAGES.items()}
    counted = {name: _ms(_count_of(rows(user))) for name, (_, rows) in LEAD_TABS.items()}
    counted["pending"] = _ms(_count_of(Contact.objects.filter(enrichment_status="pending")))
    return {"seconds": pages["leads"]["cold"] / 1000, "pages": pages, "counts": counted}


def _people() -> User:
    reps = [
        User.objects.create_user(f"rep{number}@bench.example", role=Role.REP, name=f"Rep {number}")
        for number in range(REPS)
    ]
    return reps[0]


def _page(client: Client, url: str) -> dict[str, float]:
    def request() -> None:
        answer = client.get(url)
        if answer.status_code != 200:
            raise RuntimeError(f"{url} answered {answer.status_code}")

    def cold() -> None:
        # Sessions are rows, so nobody is signed out.
        cache.clear()
        request()

    return {"cold": _ms(cold), "warm": _ms(request)}


def _count_of(rows: QuerySet[Contact]) -> Callable[[], object]:
    return rows.order_by()[: COUNT_UP_TO + 1].count


def _ms(work: Callable[[], object]) -> float:
    work()
    return round(1000 * median(_timed(work) for _ in range(TIMES)), 1)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
