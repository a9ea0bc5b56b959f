"""A vendor's page: its last seven days, what it knows, and its account."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.performance.selectors.health import HOURS, health_hours
from lead_intelligence.vendors.adapters.registry import VENDORS
from lead_intelligence.vendors.models import EnrichmentProvider, HealthCheck
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from tests.factories.lead_intelligence import make_lead
from tests.support.queries import queries_of

APOLLO = "/lead-intelligence/providers/apollo/"
FORM = {"name": "Apollo", "base_url": "", "cost_per_lookup": "0.02", "enabled": "on"}
SECRET = "client-secret-never-shown"


@pytest.fixture
def call(acme):
    """A call to Apollo so many hours ago."""
    numbers = iter(range(1000))

    def make(outcome: str, *, hours: float = 0, ms: int = 100, request: UUID | None = None) -> VendorCall:
        lead = make_lead(email=f"{next(numbers)}@engines.example")
        at = now() - timedelta(hours=hours)
        return VendorCall.objects.create(
            job=EnrichmentJob.objects.create(contact=lead, field_requests=["title"], status="completed"),
            provider_id="apollo",
            fields=["title", "phone"],
            answer={"title": ["CEO", 0.9]} if outcome == "found" else {},
            outcome=outcome,
            duration_ms=ms,
            request=request or new_id(),
            started_at=at,
            finished_at=at,
        )

    return make


def test_an_hour_tells_calls_failures_and_how_long_they_took(call):
    for outcome, ms in (("found", 100), ("not_found", 200), ("provider_error", 300)):
        call(outcome, ms=ms)
    hours = health_hours("apollo")
    last = hours[-1]
    assert (len(hours), last.calls, last.failures, last.median_ms) == (HOURS, 3, 1, 200)
    assert last.p95_ms == pytest.approx(290)
    assert last.failure_rate == pytest.approx(1 / 3)
    assert all(hour.is_quiet for hour in hours[:-2])


def test_a_call_for_several_leads_is_one_call(call):
    request = new_id()
    for _ in range(3):
        call("found", request=request)
    assert sum(hour.calls for hour in health_hours("apollo")) == 1


def test_the_fifth_failure_in_a_row_opens_the_circuit(call):
    for number in range(4):
        call("provider_error", hours=3 - number / 100)
    call("found", hours=2)
    for number in range(6):
        call("malformed", hours=1 - number / 100)
    openings = [(place, hour.openings) for place, hour in enumerate(health_hours("apollo")) if hour.openings]
    assert [count for _, count in openings] == [1]


def test_refusals_neither_open_nor_close_a_circuit(call):
    for number in range(5):
        call("provider_error", hours=2 - number / 100)
        call("rate_limited" if number == 9 else "auth_failed", hours=2 - number / 100 - 0.001)
    assert sum(hour.openings for hour in health_hours("apollo")) == 1


def test_the_last_check_of_an_hour_tells_the_credits(acme):
    at = now()
    for ago, credits_left in ((2, 90), (1, 80)):
        HealthCheck.objects.create(
            provider_id="apollo",
            outcome="found",
            latency_ms=10,
            credits_left=credits_left,
            at=at - timedelta(milliseconds=ago),
        )
    told = [hour.credits_left for hour in health_hours("apollo") if hour.checks]
    assert told[-1] == 80


def test_older_calls_and_other_vendors_are_left_out(call):
    call("found", hours=24 * 8)
    call("found")
    assert sum(hour.calls for hour in health_hours("hunter")) == 0
    assert sum(hour.calls for hour in health_hours("apollo")) == 1


def test_the_page_draws_the_hours_and_tells_them_in_a_table(ops, call):
    call("found", ms=120)
    page = ops.get(APOLLO).content.decode()
    drawn = re.findall(r'role="img" aria-label="([\w ]+)', page)
    assert drawn == ["Calls", "Response time"]
    for told in ("View as table", "Title", "100%", "120 ms", "No failed calls."):
        assert told in page
    assert "style=" not in page


def test_a_vendor_without_calls_has_nothing_to_draw(ops):
    page = ops.get(APOLLO).content.decode()
    assert "No health data" in page
    assert "The vendor was not called yet." in page


def test_the_page_takes_a_constant_number_of_queries(ops, call):
    call("found")
    one = queries_of(lambda: ops.get(APOLLO))
    for hours in (1, 2):
        call("found", hours=hours)
    assert queries_of(lambda: ops.get(APOLLO)) == one


def test_the_options_of_a_vendor_are_stored_and_never_shown(ops, monkeypatch):
    monkeypatch.setattr(VENDORS["apollo"], "options", {"clientSecret": "Client secret"})
    assert "Client secret" in ops.get(APOLLO).content.decode()
    answer = ops.post(APOLLO, FORM | {"option_clientSecret": SECRET}, follow=True)
    assert SECRET not in answer.content.decode()
    assert "A value is stored. Leave empty to keep it." in answer.content.decode()
    ops.post(APOLLO, FORM | {"option_clientSecret": ""})
    assert EnrichmentProvider.objects.get(pk="apollo").config["clientSecret"] == SECRET


@pytest.mark.parametrize(("size", "ticked"), [(1, None), (10, True), (10, False)])
def test_bulk_calls_are_chosen_where_the_vendor_can(ops, monkeypatch, size, ticked):
    monkeypatch.setattr(VENDORS["apollo"], "batch_size", size)
    EnrichmentProvider.objects.filter(pk="apollo").update(batch_supported=True)
    assert ("batch_supported" in ops.get(APOLLO).context["form"].fields) is (size > 1)
    ops.post(APOLLO, FORM | ({"batch_supported": "on"} if ticked else {}))
    assert EnrichmentProvider.objects.get(pk="apollo").batch_supported is (ticked is not False)


def test_reps_do_not_see_a_vendors_account(web):
    assert web.get(APOLLO).status_code == 403
