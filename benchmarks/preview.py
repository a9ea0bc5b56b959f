"""Previews a draft against N scored contacts, beside a bare reading of contacts and scores in one run."""

import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from django.db import connection

from benchmarks.support.lead_base import make_leads
from mauntic.kernel.clock import now
from scoring.model.domain.points import Weighted
from scoring.model.selectors.versions import version_in_force
from scoring.preview.selectors import preview_model
from scoring.scores.services.rescoring import rescore

_FLOOR = """
    SELECT count(*), sum(score.total), max(contact.email)
    FROM crm_contact contact JOIN scoring_leadscore score ON score.contact_id = contact.id
"""


def run(n: int) -> dict[str, float]:
    """`seconds`: a draft with one weight changed against `n` contacts that have their scores."""
    at = now()
    make_leads(n, at)
    rescore(now=at)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    model = version_in_force().model()
    draft = replace(model, factors=tuple(_changed(weighted) for weighted in model.factors))
    floor = _timed(_read_all)
    seconds = _timed(lambda: preview_model(draft, now=at))
    return {"seconds": round(seconds, 3), "floor_seconds": round(floor, 3)}


def _changed(weighted: Weighted) -> Weighted:
    return replace(weighted, weight=Decimal(45)) if weighted.factor.key == "demo_request" else weighted


def _read_all() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FLOOR)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
