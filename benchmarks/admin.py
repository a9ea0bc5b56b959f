"""Every list of the administration with N rows in each table that grows: pages, searches and filters.

`p95_ms` is over all requests, `slowest` the five with the highest median, `build_seconds` the time to write
the rows. The floor is the sign-in page, which reads nothing.
"""

import re
import time
from collections.abc import Iterator, Mapping
from html import unescape
from statistics import median, quantiles

from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from benchmarks.support.filling import fill, needed
from benchmarks.support.lead_base import make_leads
from mauntic.accounts.models import Role, User
from mauntic.kernel.admin import Large, Searched
from mauntic.kernel.clock import now

HOST = {"host": "bench.localhost"}
TIMES, SLOWEST, MS, OK = 3, 5, 1000, 200
# Links of a list that are followed: its first and last ones are choices of filters and further pages.
LINKS = 4
FIRST_BLOCK = 10
# Tables whose rows a filter offers: organizations have a handful.
FEW: Mapping[str, int] = {"tracking.TrackingForm": 20}
# A frequent word, a rare one, and none.
WORDS = ("first1", "last77", "zzzzqq")
_LINK = re.compile(r'href="(\?[^"]+)"')


def run(n: int) -> dict[str, object]:
    """Milliseconds of requests; `seconds` is the mean of their medians."""
    user = User.objects.create_user("admin@bench.example", role=Role.ADMIN, name="Admin")
    began = time.perf_counter()
    make_rows(n)
    built = time.perf_counter() - began
    client = Client(headers=HOST)
    client.force_login(user)
    timed = {path: _timed(client, path) for path in _paths(client)}
    medians = {path: median(each) for path, each in timed.items()}
    slowest = sorted(medians, key=lambda path: -medians[path])[:SLOWEST]
    return {
        "seconds": sum(medians.values()) / len(medians) / MS,
        "floor_seconds": median(_timed(Client(headers=HOST), "/accounts/login/")) / MS,
        "build_seconds": round(built, 1),
        "pages": len(timed),
        "p50_ms": round(median(medians.values()), 1),
        "p95_ms": round(quantiles([each for page in timed.values() for each in page], n=20)[-1], 1),
        "slowest": {path: round(medians[path], 1) for path in slowest},
    }


def make_rows(n: int) -> None:
    """Fill each table that grows with `n` rows."""
    at = now()
    make_leads(n, at)
    with connection.cursor() as cursor:
        # References are right by construction, and triggers would follow each row.
        cursor.execute("SET session_replication_role = replica")
    keys: dict[str, str] = {"lead_intelligence.EnrichmentProvider": "'clearbit'"}
    models = [model for model, listed in admin.site._registry.items() if isinstance(listed, Large)]  # noqa: SLF001 (as below)
    waiting = [model for model in models if not model._default_manager.exists()]  # noqa: SLF001 (documented)
    for block, model in enumerate(needed(waiting), FIRST_BLOCK + len(waiting)):
        fill(model, 1, block=block, at=at, keys={})
    for block, model in enumerate(waiting, FIRST_BLOCK):
        keys[model._meta.label] = f"bench_id({block}, n % {_rows(model, n)} + 1)"  # noqa: SLF001 (documented)
    for block, model in enumerate(waiting, FIRST_BLOCK):
        fill(model, _rows(model, n), block=block, at=at, keys=keys)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")


def _rows(model: type[Model], n: int) -> int:
    return min(n, FEW.get(model._meta.label, n))  # noqa: SLF001 (documented)


def _paths(client: Client) -> Iterator[str]:
    """Yield each list, its next page, each choice of its filters, and searches."""
    for model, listed in admin.site._registry.items():  # noqa: SLF001 (the registry has no other way in)
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")  # noqa: SLF001 (documented)
        yield path
        found = [link for link in dict.fromkeys(_LINK.findall(client.get(path).text)) if link != "?"]
        links = dict.fromkeys([*found[: LINKS // 2], *found[-LINKS // 2 :]])
        yield from (path + unescape(link) for link in links)
        if isinstance(listed, Searched):
            yield from (f"{path}?q={word}" for word in WORDS)


def _timed(client: Client, path: str) -> list[float]:
    """Return the milliseconds of each request, after one that fills the caches."""
    client.get(path)
    return [_milliseconds(client, path) for _ in range(TIMES)]


def _milliseconds(client: Client, path: str) -> float:
    began = time.perf_counter()
    answer = client.get(path)
    if answer.status_code != OK:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return (time.perf_counter() - began) * MS
