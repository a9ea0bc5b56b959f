"""Every page of the product and of the admin at the size of the demo, as the server answers a person.

The pages are found by following links from My day, one page for each route and role. `n` bounds the requests:
each page is asked `n // 1000` times, at least 3. `p95_ms` is over all requests, `slowest` the five pages with
the highest median. The floor is the sign-in page, which reads nothing.
"""

import io
import random
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from html.parser import HTMLParser
from statistics import median, quantiles
from urllib.parse import urljoin, urlsplit

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve

from demo import activity, pipeline, sellers
from demo.accounts import PEOPLE, new_password
from demo.leads import write_leads
from demo.stages import ROWS, SEED, WEEKS_OF_HISTORY
from mauntic.accounts.models import User
from mauntic.accounts.services import create_user
from mauntic.crm.imports.services import check, upload
from mauntic.crm.imports.services import run as writing
from mauntic.crm.models import Contact
from revops.deals.selectors.days import today
from revops.forecast.services.snapshots import take_snapshots
from revops.health.services.assess import assess_deals
from revops.routing.models import Trigger
from revops.routing.services.route import route_contacts
from scoring.scores.services.rescoring import rescore

HOST = {"host": "bench.localhost"}
LEAST_TIMES, REQUESTS_PER_TIME, SLOWEST = 3, 1000, 5
OK, MS = 200, 1000
# They end the session.
SKIPPED = {"account_logout", "admin:logout", "account_login"}


def run(n: int) -> dict[str, object]:
    """Milliseconds of requests; `seconds` is the mean of the pages' medians."""
    times = max(LEAST_TIMES, n // REQUESTS_PER_TIME)
    people = write_demo()
    timed = {f"{user.role} {path}": _timed(client, path, times) for user, client, path in _pages(people)}
    medians = {page: median(each) for page, each in timed.items()}
    slowest = sorted(medians, key=lambda page: -medians[page])[:SLOWEST]
    floor = median(_timed(Client(headers=HOST), "/accounts/login/", times))
    return {
        "seconds": sum(medians.values()) / len(medians) / MS,
        "floor_seconds": floor / MS,
        "pages": len(timed),
        "p95_ms": round(quantiles([each for page in timed.values() for each in page], n=20)[-1], 1),
        "slowest": {page: round(medians[page], 1) for page in slowest},
    }


def _pages(people: Sequence[User]) -> Iterator[tuple[User, Client, str]]:
    """Yield one page of each route that each person reaches by links."""
    for user in people:
        client = Client(headers=HOST)
        client.force_login(user)
        waiting, seen = ["/", "/admin/"], set[str]()
        while waiting:
            path = waiting.pop(0)
            route = _route(path)
            if not route or route in seen:
                continue
            seen.add(route)
            answer = client.get(path)
            if answer.status_code == OK and answer.headers.get("Content-Type", "").startswith("text/html"):
                waiting += _links(path, answer.text)
                yield user, client, path


def _route(path: str) -> str:
    """Return the name of a page's route; empty for what is no page."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return "" if found.view_name in SKIPPED else found.view_name or ""


def _links(path: str, html: str) -> list[str]:
    found = _Links()
    found.feed(html)
    return [urlsplit(urljoin(path, link)).path for link in found.links]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        target = dict(attrs).get("href")
        if tag == "a" and target:
            self.links.append(target)


def _timed(client: Client, path: str, times: int) -> list[float]:
    """Return the milliseconds of each request, after one that fills the caches."""
    client.get(path)
    return [_milliseconds(client, path) for _ in range(times)]


def _milliseconds(client: Client, path: str) -> float:
    # The counts of tabs and menus are cached for seconds: who comes first waits for them, too.
    cache.clear()
    began = time.perf_counter()
    answer = client.get(path)
    if answer.status_code != OK:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return (time.perf_counter() - began) * MS


def write_demo() -> list[User]:
    """Write what the demo writes, without enrichment. Return a person of each role."""
    people = [
        create_user(email=f"{role}@bench.example", role=role, name=name, password=new_password())
        for role, name in PEOPLE.items()
    ]
    sellers.make()
    _import_leads()
    rescore()
    activity.make(random.Random(SEED))
    pipeline.make(reps=sellers.reps(), dice=random.Random(SEED))
    assess_deals()
    for weeks in range(WEEKS_OF_HISTORY, -1, -1):
        take_snapshots(on=today() - timedelta(weeks=weeks))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return people


def _import_leads() -> None:
    text = io.StringIO()
    write_leads(text, count=ROWS, seed=SEED)
    job = upload.upload_import(
        file=io.BytesIO(text.getvalue().encode()), file_name="leads.csv", in_background=False
    )
    upload.set_mapping(job=job, mapping=job.mapping, in_background=False)
    check.check_import(job_id=job.pk)
    job.refresh_from_db()
    writing.start_import(job=job, in_background=False)
    while writing.run_import(job_id=job.pk):
        pass
    route_contacts(contact_ids=list(Contact.objects.values_list("pk", flat=True)), trigger=Trigger.CREATED)
