"""N companies on local sites with known facts and planted traps, read by a scripted model, three at once.

The model claims every fact of a page and falls for every trap: hidden orders, pages of another company,
quotes with gaps, swapped and changed numbers, cut negations, facts about customers. `uncited` counts insights
whose quote is not in the stored page, `false_kept` the traps that were kept; `recall` is the share of facts
that were. The floor is what the same fetches and calls of the model take by themselves, three at once.
"""

import json
import random
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.db import connection

from benchmarks.research_sites import Company, Planted, make_companies
from benchmarks.support.sandbox_model import connect_model
from mauntic.crm.models import Company as Row
from mauntic.crm.models import Contact
from mauntic.kernel.http import HttpClient
from mauntic.sandbox.llm.model import Asked
from mauntic.sandbox.server import Sandbox, running
from mauntic.sandbox.sites import Sites, serving
from mauntic.tenants.context import entered
from revops.agents.research.domain.folding import fold
from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.models.jobs import AT_ONCE, ResearchJob
from revops.agents.research.services.requests import request_many
from revops.agents.research.services.run import run_next

SITE_SECONDS, MODEL_MS = 0.1, 1_000
SCHEMA = "bench"
BATCH = 100


def run(n: int) -> dict[str, object]:
    """Measure the quality of `n` researches, and their time against the calls themselves."""
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True
    with serving(Sites()) as sites, running() as sandbox:
        settings.MAUNTIC_RESEARCH_GATEWAY = sites.url
        companies = list(make_companies(n, sites, random.Random(1)))
        _connect(sandbox, companies)
        sites.latency = SITE_SECONDS
        sandbox.llm.configure(delay_ms=MODEL_MS)
        _request(companies)
        began = time.perf_counter()
        _at_once([_work] * AT_ONCE)
        seconds = time.perf_counter() - began
        floor = _floor(sites, sandbox)
    return {"seconds": round(seconds, 2), "floor_seconds": round(floor, 2), **_judged(companies)}


def _connect(sandbox: Sandbox, companies: Iterable[Company]) -> None:
    """Connect the scripted model, which claims what is planted on the page that it is given."""
    planted = {key: claims for company in companies for key, claims in company.planted.items()}

    def script(asked: Asked) -> Any:
        fences = [json.loads(line) for line in asked.message.splitlines() if line.startswith("{")]
        address = next(each["text"] for each in fences if each["untrusted"] == "address")
        host, _, path = address.removeprefix("https://").partition("/")
        return {"claims": [_claim(each) for each in planted.get((host, f"/{path}"), [])]}

    sandbox.llm.script = script
    connect_model(sandbox)


def _claim(planted: Planted) -> dict[str, str]:
    return {"type": planted.kind, "claim": planted.content, "quote": planted.quote}


def _request(companies: list[Company]) -> None:
    rows = Row.objects.bulk_create(Row(name=each.name, domain=each.host) for each in companies)
    leads = Contact.objects.bulk_create(Contact(email=f"jo@{row.domain}", company=row) for row in rows)
    for start in range(0, len(leads), BATCH):
        request_many(
            contact_ids=[lead.pk for lead in leads[start : start + BATCH]], kind=ResearchType.COMPANY
        )


def _work() -> None:
    with entered(SCHEMA):
        try:
            while ResearchJob.objects.open().exists():
                run_next()
        finally:
            connection.close()


def _at_once(works: Iterable[Callable[[], object]]) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda work: work(), works))


def _floor(sites: Sites, sandbox: Sandbox) -> float:
    """Return how long the same fetches and calls take by themselves, three at once."""
    http = HttpClient(allow_loopback=True)
    fetches = list(sites.calls)
    bodies = [
        {
            "model": each.model,
            "max_tokens": each.max_tokens,
            "system": each.system,
            "messages": [{"role": "user", "content": each.message}],
        }
        for each in sandbox.llm.asked
    ]
    key = {"x-api-key": "sandbox-anthropic"}
    works: list[Callable[[], object]] = [
        lambda host=host, path=path: http.get(f"{sites.url}{path}", headers={"X-Forwarded-Host": host})  # type: ignore[misc]  # mypy infers no defaults of a lambda
        for host, path in fetches
    ]
    works += [
        lambda body=body: http.post(f"{sandbox.url}/anthropic/v1/messages", headers=key, json=body)  # type: ignore[misc]  # as above
        for body in bodies
    ]
    began = time.perf_counter()
    _at_once(works)
    return time.perf_counter() - began


def _judged(companies: Iterable[Company]) -> dict[str, object]:
    planted = [each for company in companies for claims in company.planted.values() for each in claims]
    true, false = ({each.content for each in planted if each.is_true is wanted} for wanted in (True, False))
    rows = list(ResearchInsight.objects.select_related("page"))
    kept = {row.content for row in rows}
    dropped: dict[str, int] = {}
    for job in ResearchJob.objects.all():
        for reason, count in job.dropped.items():
            dropped[reason] = dropped.get(reason, 0) + count
    return {
        "completed": ResearchJob.objects.filter(state="completed").count(),
        "insights": len(rows),
        "uncited": sum(not _is_cited(row) for row in rows),
        "false_kept": len(kept & false),
        "recall": round(len(kept & true) / len(true), 3),
        "dropped": dict(sorted(dropped.items())),
    }


def _is_cited(row: ResearchInsight) -> bool:
    text = fold(row.page.text) if row.page else ""
    return fold(row.quote) in fold(row.sentence) and fold(row.sentence) in text
