"""The board over N open deals: requests of the whole page through the middleware, as a browser makes them.

`queries` are those of one page; the floor is the same page of an organization without a deal.
"""

import time
from collections.abc import Callable
from statistics import median, quantiles

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mauntic.accounts.models import Role, User

PAGE = "/revops/pipeline/"
TIMES, WARM_UP = 60, 5
REPS = 20

_COMPANIES = """
    INSERT INTO crm_company (id, name, domain, industry, employees, revenue_currency, country, tech_stack,
        custom_fields, created_at, updated_at)
    SELECT gen_random_uuid(), 'Company ' || n, 'company' || n || '.example', '', NULL, '', 'US', '{}', '{}',
        now(), now()
    FROM generate_series(1, greatest(%s / 10, 1)) AS n
"""
# Every tenth deal is in another currency, every third has a health of its own, every fifth a late task.
_DEALS = """
    WITH people AS (SELECT array_agg(id) AS ids FROM accounts_user),
         companies AS (SELECT array_agg(id) AS ids FROM crm_company)
    INSERT INTO revops_deal (id, name, company_id, owner_id, stage, value, currency, probability, priority,
        expected_close_on, next_step, lost_reason, category_override, position, stage_entered_at, external_id,
        version, created_at, updated_at)
    SELECT gen_random_uuid(), 'Deal ' || n, companies.ids[n %% cardinality(companies.ids) + 1],
        people.ids[n %% cardinality(people.ids) + 1],
        (ARRAY['prospecting', 'qualification', 'discovery', 'demo', 'proposal', 'negotiation'])[n %% 6 + 1],
        n * 10, CASE WHEN n %% 10 = 0 THEN 'EUR' ELSE 'USD' END, 0.3,
        (ARRAY['low', 'medium', 'high', 'critical'])[n %% 4 + 1], current_date + n %% 90 - 10,
        CASE WHEN n %% 2 = 0 THEN 'Send the offer' ELSE '' END, '', '', n * 1000,
        now() - n %% 60 * interval '1 day', '', 1, now(), now()
    FROM generate_series(1, %s) AS n, people, companies
"""
_HEALTH = """
    INSERT INTO revops_dealhealth (deal_id, score, level, flags, action, computed_at)
    SELECT id, 50, 'at_risk', '[{"label": "No next step", "reason": "Nothing is planned."}]', '{}', now()
    FROM revops_deal WHERE position %% 3000 = 0
"""
_TASKS = """
    INSERT INTO revops_activity (id, type, subject, deal_id, outcome, notes, due_at, created_at)
    SELECT gen_random_uuid(), 'task', 'Call', id, '', '', now() - interval '1 day', now()
    FROM revops_deal WHERE position %% 5000 = 0
"""
_MOVES = """
    INSERT INTO revops_stagemove (id, deal_id, from_stage, to_stage, at, reason, days)
    SELECT gen_random_uuid(), id, 'prospecting', stage, now() - interval '1 day', '', 8 FROM revops_deal
"""


def run(n: int) -> dict[str, object]:
    """Percentiles in milliseconds of the page for an admin, who sees all deals, and for a rep."""
    admin, rep = _people()
    floor = _measure(admin)
    with connection.cursor() as cursor:
        for statement in (_COMPANIES, _DEALS):
            cursor.execute(statement, [n])
        for statement in (_HEALTH, _TASKS, _MOVES):
            cursor.execute(statement.replace("%%", "%"))
        cursor.execute("VACUUM ANALYZE")
    seconds, of_rep = _measure(admin), _measure(rep)
    return {
        "seconds": round(median(seconds), 4),
        "floor_seconds": round(median(floor), 4),
        "p50_ms": _ms(median(seconds)),
        "p95_ms": _ms(quantiles(seconds, n=20)[-1]),
        "rep_p95_ms": _ms(quantiles(of_rep, n=20)[-1]),
        "floor_p50_ms": _ms(median(floor)),
        "queries": _queries(admin),
        "bytes": len(_client(admin).get(PAGE).content),
    }


def _people() -> tuple[User, User]:
    admin = User.objects.create_user("admin@bench.example", role=Role.ADMIN)
    reps = [
        User.objects.create_user(f"rep{number}@bench.example", role=Role.REP, name=f"Rep {number}")
        for number in range(REPS)
    ]
    return admin, reps[0]


def _client(user: User) -> Client:
    client = Client(headers={"host": "bench.localhost"})
    client.force_login(user)
    return client


def _measure(user: User) -> list[float]:
    client = _client(user)

    def request() -> object:
        return client.get(PAGE)

    for _ in range(WARM_UP):
        request()
    return [_timed(request) for _ in range(TIMES)]


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _queries(user: User) -> int:
    client = _client(user)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as captured:
        client.get(PAGE)
    return len(captured)


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)
