"""Thresholds and capacity of an organization."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.grades import THRESHOLDS

THE_ROW = 1
HOT_LEADS_A_WEEK = 20


def default_thresholds() -> list[int]:
    """Return the thresholds that every organization starts with."""
    return list(THRESHOLDS)


class ScoringSettings(models.Model):
    """One row per organization. Without it the defaults apply."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ROW, editable=False)
    thresholds = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(100)]),
        default=default_thresholds,
        help_text=_("Scores whose crossing starts routing, ascending"),
    )
    hot_leads_a_week = models.PositiveIntegerField(
        default=HOT_LEADS_A_WEEK, help_text=_("New A leads that a rep can handle in a week")
    )

    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("scoring settings")
        verbose_name_plural = _("scoring settings")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=THE_ROW), name="one_row_of_scoring_settings"),
        ]

    def __str__(self) -> str:
        return f"thresholds {', '.join(map(str, self.thresholds))}"
