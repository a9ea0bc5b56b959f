import json
from datetime import timedelta

import pytest

from lead_intelligence.vendors.adapters.base import Health
from lead_intelligence.vendors.domain.outcomes import Outcome
from lead_intelligence.vendors.models import EnrichmentProvider, HealthCheck
from lead_intelligence.vendors.services import accounts, checks, health
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotFound
from tests.factories.lead_intelligence import connect_vendor

pytestmark = pytest.mark.usefixtures("acme")


def test_a_check_of_a_vendor_is_written_down(sandbox):
    connect_vendor(sandbox, "hunter")
    health.check_providers()
    (check,) = HealthCheck.objects.all()
    assert (check.provider_id, check.outcome, check.credits_left is None) == ("hunter", "found", False)


def test_a_check_that_failed_is_written_down_too(sandbox):
    connect_vendor(sandbox, "hunter", config={"apiKey": "wrong", "baseUrl": sandbox.base_url("hunter")})
    health.check_providers()
    assert list(HealthCheck.objects.values_list("outcome", flat=True)) == ["auth_failed"]


def test_a_vendor_without_a_key_is_not_checked(sandbox):
    health.check_providers()
    assert not HealthCheck.objects.exists()


def test_checks_are_dropped_after_thirty_days():
    old, young = (
        checks.record_check(slug="hunter", health=Health(Outcome.FOUND, 100, credits_left=left))
        for left in (1, 2)
    )
    HealthCheck.objects.filter(pk=old.pk).update(at=now() - timedelta(days=30, minutes=1))
    HealthCheck.objects.filter(pk=young.pk).update(at=now() - timedelta(days=29))
    health.check_providers()
    assert list(HealthCheck.objects.values_list("credits_left", flat=True)) == [2]


def test_a_connection_is_tested_without_a_billed_look_up(acme, sandbox):
    connect_vendor(sandbox, "apollo")
    assert accounts.check_provider(slug="apollo").is_healthy
    assert (sandbox.stats("apollo")["calls"], sandbox.stats("apollo")["health_calls"]) == (0, 1)


def test_a_connection_without_a_key_is_not_tested(acme):
    with pytest.raises(Invalid, match="Enter the API key of Apollo first"):
        accounts.check_provider(slug="apollo")
    with pytest.raises(NotFound):
        accounts.check_provider(slug="palantir")


def test_the_health_check_switches_off_a_vendor_whose_key_is_refused(acme, sandbox):
    connect_vendor(sandbox, "hunter")
    connect_vendor(sandbox, "apollo", config={"apiKey": "wrong", "baseUrl": sandbox.base_url("apollo")})
    told = health.check_providers()
    assert set(told) == {"apollo", "hunter"}
    apollo, hunter = EnrichmentProvider.objects.filter(slug__in=told).order_by("slug")
    assert (apollo.enabled, hunter.enabled, hunter.health.credits_left is not None) == (False, True, True)
    assert json.dumps(apollo.disabled_reason).count("wrong") == 0
