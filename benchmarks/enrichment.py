"""N contacts, four fields, vendors that take 100 ms, fifty calls at once: the whole orchestrator.

Two worker processes, as in production, make twenty-five calls at once each. The floor is what the calls
themselves take: the same requests through the same HTTP client, fifty at once, with nothing before, between
or after. `calls_ratio` is the calls made to those of a waterfall that goes down
each field by itself, run through the same code, one field at a time. Each call asks for one lead (vendors'
bulk endpoints are off), and no answer comes from the cache: else there would be hardly a call to measure.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction
from django.db.models import F

from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.enrichment.services.requests import request_enrichment
from lead_intelligence.leads.selectors import subject_of
from lead_intelligence.spending.services.limits import set_budget
from lead_intelligence.vendors.adapters.base import Ask
from lead_intelligence.vendors.models import EnrichmentProvider
from lead_intelligence.vendors.selectors.accounts import open_accounts
from lead_intelligence.waterfall.models import WaterfallConfig
from mauntic.crm.models import Company, Contact
from mauntic.kernel.http import HttpClient

AT_ONCE = 50
PROCESSES = 2
POLL_SECONDS = 0.05
LATENCY_MS = 100
MISSES = {"apollo": 0.15, "hunter": 0.35, "clearbit": 0.25}
FIELDS = ("firstName", "title", "company", "industry")
PEOPLE_PER_COMPANY = 4
WARM_UP = 100


def run(n: int) -> dict[str, object]:
    """Seconds from the commit of the request to the last job's end."""
    with _sandbox() as url, _workers():
        _furnish(url)
        for number in range(PROCESSES):  # both workers have their connections, plans and imports
            _enrich(_leads(WARM_UP, f"warm{number}"), FIELDS)
        ids = _leads(n, "bench")
        seconds, calls = _enrich(ids, FIELDS)
        floor = _floor(ids)
        _forget(ids)
        per_field = sum(_enrich(ids, [field])[1] for field in FIELDS)
    return {
        "name": "enrichment",
        "n": n,
        "fields": len(FIELDS),
        "at_once": AT_ONCE,
        "seconds": round(seconds, 3),
        "floor_seconds": round(floor, 3),
        "ratio": round(seconds / floor, 3),
        "calls": calls,
        "per_field_calls": per_field,
        "calls_ratio": round(calls / per_field, 3),
    }


@contextmanager
def _sandbox() -> Iterator[str]:
    """The vendors in a process of their own; their address."""
    with tempfile.TemporaryDirectory() as folder:
        port = Path(folder) / "port"
        command = [sys.executable, "-m", "mauntic.sandbox", "--port-file", str(port)]
        with subprocess.Popen(command) as process:  # noqa: S603 (our own program)
            try:
                while not port.exists():
                    time.sleep(0.05)
                url = f"http://127.0.0.1:{port.read_text()}"
                for slug, miss_rate in MISSES.items():
                    settings = {"latency_ms": LATENCY_MS, "miss_rate": miss_rate}
                    HttpClient(allow_loopback=True).request("PUT", f"{url}/_control/{slug}", json=settings)
                yield url
            finally:
                process.terminate()


def _furnish(url: str) -> None:
    set_budget(day=None, month=None)
    EnrichmentPolicy.objects.update(exploration_share=0)
    WaterfallConfig.objects.update(provider_order=list(MISSES), cache_ttl_days=0)
    EnrichmentProvider.objects.update(enabled=False)
    for provider in EnrichmentProvider.objects.filter(slug__in=MISSES):
        provider.config = {"apiKey": f"sandbox-{provider.slug}", "baseUrl": f"{url}/{provider.slug}"}
        provider.enabled, provider.batch_supported = True, False
        provider.save()


def _leads(n: int, name: str) -> list[Contact]:
    domains = [f"{name}{number}.example" for number in range(-(-n // PEOPLE_PER_COMPANY))]
    companies = Company.objects.bulk_create(Company(domain=domain) for domain in domains)
    return Contact.objects.bulk_create(
        Contact(email=f"lead{number}@{company.domain}", company=company)
        for number in range(n)
        for company in [companies[number // PEOPLE_PER_COMPANY]]
    )


@contextmanager
def _workers() -> Iterator[None]:
    """The workers of the queue; that they have begun shows when the first jobs are done."""
    command = [sys.executable, "-m", "dramatiq", "mauntic.worker", "--queues", "enrichment"]
    options = ["--processes", str(PROCESSES), "--threads", "1"]
    environment = os.environ | {
        "MAUNTIC_ENRICHMENT_CALLS": str(AT_ONCE // PROCESSES),
        "MAUNTIC_HTTP_ALLOW_LOOPBACK": "1",
    }
    with subprocess.Popen(  # noqa: S603 (our own program)
        [*command, *options], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield
        finally:
            process.terminate()


def _enrich(leads: Sequence[Contact], fields: Sequence[str]) -> tuple[float, int]:
    """Have the leads enriched; the seconds from the request to the last end, and how many calls were made."""
    before = VendorCall.objects.count()
    ids = [lead.pk for lead in leads]
    started: list[float] = []
    with transaction.atomic():
        request_enrichment(contact_ids=ids, fields=fields)
        transaction.on_commit(lambda: started.append(time.perf_counter()))
        open_jobs = EnrichmentJob.objects.open()
    while open_jobs.exists():
        time.sleep(POLL_SECONDS)
    seconds = time.perf_counter() - started[0]
    return seconds, VendorCall.objects.count() - before


def _floor(leads: Sequence[Contact]) -> float:
    """Seconds that the calls of these leads take by themselves, in their order."""
    known = open_accounts()
    by_id = {lead.pk: lead for lead in leads}
    made = VendorCall.objects.filter(job__contact__in=by_id).order_by("started_at", "id")
    asked = [
        (known[slug].vendor.base_url, known[slug].vendor.headers(), ask)
        for slug, pk in made.values_list(F("provider"), F("job__contact"))
        if (ask := known[slug].vendor.ask(subject_of(by_id[pk])))
    ]
    http = HttpClient(allow_loopback=True)

    def call(one: tuple[str, dict[str, str], Ask]) -> int:
        url, headers, ask = one
        params = {name: value for name, value in ask.params.items() if value}
        return http.request(
            ask.method, f"{url}{ask.path}", params=params, headers=headers, json=ask.json
        ).status

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(call, asked[:AT_ONCE]))  # connections are open
        started = time.perf_counter()
        list(pool.map(call, asked))
        return time.perf_counter() - started


def _forget(leads: Sequence[Contact]) -> None:
    """The leads as they were, so that every field is looked for again."""
    ids = [lead.pk for lead in leads]
    EnrichmentJob.objects.filter(contact__in=ids).delete()
