"""What the organization has set about scoring beside the model."""

from scoring.models import ScoringSettings


def scoring_settings() -> ScoringSettings:
    """The settings; the defaults where none were stored."""
    return ScoringSettings.objects.first() or ScoringSettings()


def thresholds() -> list[int]:
    """Totals whose crossing is told, ascending."""
    return scoring_settings().thresholds
