import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from tests.factories.lead_intelligence import make_call, make_job, make_lead


def report(*arguments: str) -> str:
    out = StringIO()
    call_command("vendor_report", "--org", "acme", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def calls(acme):
    """Hunter found two titles in one call, missed once, was overrun once, and cost much long ago."""
    EnrichmentProvider.objects.filter(pk="hunter").update(config={"apiKey": "a key"})
    jobs = [make_job(make_lead(email=f"{name}@engines.example")) for name in ("a", "b", "c", "d", "e")]
    request = new_id()
    for job, ms in zip(jobs[:2], (100, 200), strict=True):
        make_call(job, "hunter", request=request, duration_ms=ms, fields=["title", "phone"])
    make_call(jobs[2], "hunter", outcome="not_found", answer={}, duration_ms=300)
    lost = {"outcome": "rate_limited", "answer": {}, "cost": 0, "detail": "Slow down"}
    make_call(jobs[3], "hunter", duration_ms=400, **lost)
    make_call(jobs[4], "hunter", cost=100, started_at=now() - timedelta(days=31))


def test_json_has_stable_keys_and_numbers(calls):
    answer = json.loads(report("--json"))
    hunter = next(each for each in answer["vendors"] if each["provider"] == "hunter")
    error = hunter.pop("lastError")
    assert (error["outcome"], error["detail"]) == ("rate_limited", "Slow down")
    assert answer["days"] == 30
    assert hunter == {
        "provider": "hunter",
        "state": "ready",
        "calls": 3,
        "asked": 4,
        "hits": 2,
        "hitRate": 0.5,
        "fields": {
            "title": {"asked": 4, "found": 2, "hitRate": 0.5},
            "phone": {"asked": 2, "found": 0, "hitRate": 0.0},
        },
        "medianMs": 250.0,
        "p95Ms": 385.0,
        "cost": 0.06,
        "found": 2,
        "costPerFound": 0.03,
    }


def test_a_vendor_that_was_not_asked_has_no_rates(calls):
    apollo = next(each for each in json.loads(report("--json"))["vendors"] if each["provider"] == "apollo")
    assert apollo == {
        "provider": "apollo",
        "state": "no_key",
        "calls": 0,
        "asked": 0,
        "hits": 0,
        "hitRate": None,
        "fields": {},
        "medianMs": None,
        "p95Ms": None,
        "cost": 0.0,
        "found": 0,
        "costPerFound": None,
        "lastError": None,
    }


def test_the_table_is_for_people(calls):
    said = report("--days", "40")
    assert "Vendors, last 40 days" in said
    (hunter,) = [line.split() for line in said.splitlines() if line.strip().startswith("Hunter")]
    assert hunter[:9] == ["Hunter", "ready", "4", "5", "60%", "200", "ms", "380", "ms"]
    assert "Rate limited" in said
    assert "Hit rate by field" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--org", "nowhere"), '--org: unknown organization "nowhere". Use one of: acme'),
        (("--days", "0"), "--days: enter a number of days from 1 to 3650."),
        (("--days", "-3"), "--days: enter a number of days from 1 to 3650."),
    ],
)
def test_bad_arguments_are_named_with_the_fix(acme, arguments, said):
    with pytest.raises(CommandError, match=said) as refusal:
        report(*arguments)
    assert refusal.value.returncode == 2
