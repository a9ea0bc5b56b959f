from datetime import timedelta

from mauntic.kernel.clock import now
from revops.models import DealHealth
from revops.selectors.health import health_of
from revops.services.health import Assessed, assess_deals
from tests.factories.revops import DealFactory

DAY = timedelta(days=1)


def old_deal(**values):
    at = now() - 40 * DAY
    return DealFactory(**{"created_at": at, "stage_entered_at": at, **values})


def keys(deal) -> list[str]:
    return sorted(flag["key"] for flag in health_of(deal.pk).flags)


def test_all_open_deals_are_looked_at_and_nothing_is_written_again_while_nothing_changes(acme):
    deal = old_deal()
    old_deal(stage="closed_lost", closed_at=now(), lost_reason="Price")
    at = now()

    assert assess_deals(now=at) == Assessed(deals=1, changed=1, removed=0)
    first = DealHealth.objects.get()
    assert assess_deals(now=at + timedelta(minutes=1)) == Assessed(deals=1, changed=0, removed=0)
    assert DealHealth.objects.get().computed_at == first.computed_at
    assert (first.pk, first.level) == (deal.pk, "critical")
    assert keys(deal) == [
        "engagement_silent",
        "no_activity",
        "no_next_step",
        "single_threaded",
        "stuck_in_stage",
    ]
