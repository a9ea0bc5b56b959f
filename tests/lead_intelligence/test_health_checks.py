from datetime import timedelta

import pytest

from lead_intelligence import services
from lead_intelligence.domain.outcomes import Outcome
from lead_intelligence.models import HealthCheck
from lead_intelligence.services import health_checks
from lead_intelligence.vendors.base import Health
from mauntic.kernel.clock import now
from tests.factories.lead_intelligence import connect_vendor

pytestmark = pytest.mark.usefixtures("acme")


def test_a_check_of_a_vendor_is_written_down(sandbox):
    connect_vendor(sandbox, "hunter")
    services.check_providers()
    (check,) = HealthCheck.objects.all()
    assert (check.provider_id, check.outcome, check.credits_left is None) == ("hunter", "found", False)


def test_a_check_that_failed_is_written_down_too(sandbox):
    connect_vendor(sandbox, "hunter", config={"apiKey": "wrong", "baseUrl": sandbox.base_url("hunter")})
    services.check_providers()
    assert list(HealthCheck.objects.values_list("outcome", flat=True)) == ["auth_failed"]


def test_a_vendor_without_a_key_is_not_checked(sandbox):
    services.check_providers()
    assert not HealthCheck.objects.exists()


def test_checks_are_dropped_after_thirty_days():
    old, young = (
        health_checks.keep(slug="hunter", health=Health(Outcome.FOUND, 100, credits_left=left))
        for left in (1, 2)
    )
    HealthCheck.objects.filter(pk=old.pk).update(at=now() - timedelta(days=30, minutes=1))
    HealthCheck.objects.filter(pk=young.pk).update(at=now() - timedelta(days=29))
    services.check_providers()
    assert list(HealthCheck.objects.values_list("credits_left", flat=True)) == [2]
