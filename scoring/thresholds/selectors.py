"""Thresholds and capacity in force."""

from scoring.thresholds.models import ScoringSettings


def scoring_settings() -> ScoringSettings:
    """Return the settings, or the defaults if none are stored."""
    return ScoringSettings.objects.select_related("changed_by").first() or ScoringSettings()


def thresholds_in_force() -> list[int]:
    """Return the scores whose crossing starts routing, ascending."""
    return scoring_settings().thresholds
