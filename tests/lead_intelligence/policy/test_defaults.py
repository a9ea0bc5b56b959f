"""The policy that an organization starts with."""

from lead_intelligence.enrichment.models.policy import EnrichmentPolicy


def test_leads_are_refreshed_after_90_days_if_they_are_hot_enough(acme):
    policy = EnrichmentPolicy.objects.get(pk=1)
    found = (policy.refresh_enabled, policy.refresh_after_days, policy.refresh_min_score)
    assert found == (False, 90, 60)
    assert (policy.refresh_per_day, policy.exploration_share) == (200, 0.02)
    assert (policy.enrich_strangers, policy.strangers_per_hour) == (False, 50)
