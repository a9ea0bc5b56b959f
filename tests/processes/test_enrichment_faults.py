"""A worker that is killed in the middle of a batch: every bill is on record, and nothing is bought twice."""

import subprocess
import sys
from decimal import Decimal

import pytest

from lead_intelligence.models import CacheEntry, EnrichmentJob, EnrichmentProvider, VendorCall
from lead_intelligence.services import request_enrichment, resume_jobs, set_budget
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.http import HttpClient
from mauntic.tenants.context import entered
from tests.processes.house import ROOT, House, wait_for

pytestmark = pytest.mark.processes

LEADS = 120
UNDER_WAY = 40
"""Leads that the vendor was asked for when the worker is killed."""


@pytest.fixture
def vendor(tmp_path):
    """The sandbox in a process of its own, which outlives the workers; asks it something."""
    port = tmp_path / "port"
    command = [sys.executable, "-m", "mauntic.sandbox", "--port-file", str(port)]
    with subprocess.Popen(command, cwd=ROOT) as process:
        wait_for(port.exists, seconds=30, what="the sandbox")
        url = f"http://127.0.0.1:{port.read_text()}"
        http = HttpClient(allow_loopback=True)
        http.request("PUT", f"{url}/_control/apollo", json={"latency_ms": 400, "miss_rate": 0})
        yield url, lambda: http.get(f"{url}/_stats").json()["apollo"]
        process.terminate()


@pytest.mark.parametrize(("batch_supported", "at_once"), [(False, 10), (True, 2)])
def test_a_killed_workers_batch_is_finished_and_no_lead_is_bought_twice(
    house: House, vendor, batch_supported, at_once
):
    url, stats = vendor
    with entered("acme"):
        EnrichmentJob.objects.all().delete()
        Contact.objects.all().delete()
        CacheEntry.objects.all().delete()
        set_budget(day=None, month=None)
        EnrichmentProvider.objects.filter(pk="apollo").update(
            config={"apiKey": "sandbox-apollo", "baseUrl": f"{url}/apollo"}, batch_supported=batch_supported
        )
        leads = Contact.objects.bulk_create(
            Contact(email=f"lead{number}@engines{number}.example") for number in range(LEADS)
        )
        environment = {"MAUNTIC_HTTP_ALLOW_LOOPBACK": "1", "MAUNTIC_ENRICHMENT_CALLS": str(at_once)}
        victim = house.start_worker(queue="enrichment", **environment)
        request_enrichment(contact_ids=[lead.pk for lead in leads], fields=["title"])
        wait_for(
            lambda: VendorCall.objects.filter(finished_at__isnull=False).count() >= UNDER_WAY,
            seconds=60,
            what="calls",
        )
        house.kill(victim)
        lost = VendorCall.objects.filter(finished_at=None).count()
        assert lost

        heir = house.start_worker(queue="enrichment", **environment)
        # As if the time of the dead worker's lease were over.
        EnrichmentJob.objects.filter(status="running").update(lease_until=now())
        resume_jobs()
        wait_for(lambda: not EnrichmentJob.objects.open().exists(), seconds=120, what="the rest")
        house.kill(heir)

        billed = stats()
        calls = list(VendorCall.objects.all())
        assert (len(calls), billed["repeats"]) == (LEADS, 0)
        assert sum(call.outcome == "transport_error" for call in calls) == lost
        # Every bill of the vendor is on record; a lost answer counts as billed, whether it was or not.
        on_record = sum(call.cost for call in calls)
        assert on_record == LEADS * Decimal("0.02") >= Decimal(billed["billed_cost"])
        assert on_record - Decimal(billed["billed_cost"]) <= lost * Decimal("0.02")
        assert Contact.objects.exclude(title="").count() == LEADS - lost
