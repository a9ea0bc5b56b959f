"""A worker that is killed in the middle of a batch: every bill is on record, and nothing is bought twice."""

import subprocess
import sys
from datetime import timedelta
from decimal import Decimal

import pytest

from lead_intelligence.cache.models import CacheEntry
from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.enrichment.services.requests import request_enrichment
from lead_intelligence.runs.services.sweep import resume_jobs
from lead_intelligence.spending.services.limits import set_budget
from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.http import HttpClient
from mauntic.tenants.context import entered
from tests.processes.house import ROOT, House, wait_for

pytestmark = pytest.mark.processes

LEADS = 120
# One message for each 100 leads: how they share the leads depends on which thread is quicker.
RUNS = 2
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


def ready_leads(url: str, number: int, *, batch_supported: bool = False) -> list[Contact]:
    """So many new leads of Acme, whose one vendor is the sandbox."""
    EnrichmentJob.objects.all().delete()
    Contact.objects.all().delete()
    CacheEntry.objects.all().delete()
    set_budget(day=None, month=None)
    EnrichmentProvider.objects.filter(pk="apollo").update(
        config={"apiKey": "sandbox-apollo", "baseUrl": f"{url}/apollo"}, batch_supported=batch_supported
    )
    return Contact.objects.bulk_create(
        Contact(email=f"lead{each}@engines{each}.example") for each in range(number)
    )


@pytest.mark.parametrize(("batch_supported", "at_once"), [(False, 10), (True, 2)])
def test_a_killed_workers_batch_is_finished_and_no_lead_is_bought_twice(
    house: House, vendor, batch_supported, at_once
):
    url, stats = vendor
    with entered("acme"):
        leads = ready_leads(url, LEADS, batch_supported=batch_supported)
        environment = {"MAUNTIC_HTTP_ALLOW_LOOPBACK": "1", "MAUNTIC_ENRICHMENT_CALLS": str(at_once)}
        victim = house.start_worker(queues=["enrichment"], **environment)
        request_enrichment(contact_ids=[lead.pk for lead in leads], fields=["title"])
        wait_for(
            lambda: VendorCall.objects.filter(finished_at__isnull=False).count() >= UNDER_WAY,
            seconds=60,
            what="calls",
        )
        house.kill(victim)
        lost = VendorCall.objects.filter(finished_at=None).count()
        # For each thread of a run a call that is made and one that waits; no lead waits in longer queues.
        assert 0 < lost <= RUNS * 2 * at_once * (10 if batch_supported else 1)

        heir = house.start_worker(queues=["enrichment"], **environment)
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


def test_the_jobs_of_a_killed_worker_are_taken_over_when_its_lease_of_20_seconds_is_over(
    house: House, vendor
):
    url, _ = vendor
    with entered("acme"):
        leads = ready_leads(url, 40)
        environment = {"MAUNTIC_HTTP_ALLOW_LOOPBACK": "1", "MAUNTIC_ENRICHMENT_CALLS": "4"}
        victim = house.start_worker(queues=["enrichment"], **environment)
        request_enrichment(contact_ids=[lead.pk for lead in leads], fields=["title"])
        wait_for(
            lambda: VendorCall.objects.filter(finished_at__isnull=False).count() >= 4,
            seconds=60,
            what="calls",
        )
        house.kill(victim)
        taken = set(EnrichmentJob.objects.filter(status="running").values_list("lease_until", flat=True))
        assert taken
        assert max(taken) <= now() + timedelta(seconds=20)

        heir = house.start_worker(queues=["enrichment"], **environment)
        wait_for(lambda: EnrichmentJob.objects.claimable(now()).exists(), seconds=40, what="the lease's end")
        resume_jobs()  # as the clock does every minute
        wait_for(lambda: not EnrichmentJob.objects.open().exists(), seconds=60, what="the rest")
        house.kill(heir)
        assert VendorCall.objects.filter(finished_at=None).count() == 0
