"""What an organization may set about scoring beside the model."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from scoring.domain.grades import THRESHOLDS

THE_ROW = 1
HOT_LEADS_A_WEEK = 20


def default_thresholds() -> list[int]:
    """Those that every organization starts with."""
    return list(THRESHOLDS)


class ScoringSettings(models.Model):
    """One row per organization; without it the defaults hold."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ROW, editable=False)
    thresholds = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(100)]),
        default=default_thresholds,
        help_text="totals whose crossing is told, ascending",
    )
    hot_leads_a_week = models.PositiveIntegerField(
        default=HOT_LEADS_A_WEEK, help_text="new hot leads that a rep can take on in a week"
    )

    class Meta:
        verbose_name_plural = "scoring settings"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=THE_ROW), name="one_row_of_scoring_settings"),
        ]

    def __str__(self) -> str:
        return f"thresholds {', '.join(map(str, self.thresholds))}"
