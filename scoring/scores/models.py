"""Scores of contacts, now and by day, written by the statement of `services/write.py`."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Contact
from scoring.model.models import ModelVersion


def _points() -> "models.DecimalField[Decimal, Decimal]":
    """Return a field for the points of a component: a sum of weights, which may be outside 0-100."""
    return models.DecimalField(max_digits=7, decimal_places=2)


class LeadScore(models.Model):
    """The score of a contact, the points of its factors, and when it last changed."""

    contact = models.OneToOneField(Contact, primary_key=True, on_delete=models.CASCADE, related_name="score")
    total = models.DecimalField(max_digits=5, decimal_places=2)
    previous_total = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, help_text=_("The previous, different total")
    )
    grade = models.CharField(max_length=1)
    engagement = _points()
    fit = _points()
    intent = _points()
    data_quality = _points()
    intent_score = models.DecimalField(max_digits=5, decimal_places=2, help_text=_("0-100"))
    contributors = models.JSONField(help_text=_("[{factor, points}], most points first"))
    points = ArrayField(
        models.IntegerField(), help_text=_("Hundredths per enabled factor, in the order of the version")
    )
    model_version = models.ForeignKey(
        ModelVersion, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    scored_at = models.DateTimeField(help_text=_("When the score last changed"))

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        # The leaderboard, which reads a page of the highest scores.
        indexes = [models.Index(fields=["-total", "-contact"], name="scores_ranked")]

    def __str__(self) -> str:
        return f"{self.total} {self.grade}"

    @property
    def components(self) -> dict[str, float]:
        """Return the points by category."""
        return {
            "engagement": float(self.engagement),
            "fit": float(self.fit),
            "intent": float(self.intent),
            "dataQuality": float(self.data_quality),
        }


class ScoreHistory(models.Model):
    """The last score of a contact on a day (UTC). Days without a change have no row."""

    pk = models.CompositePrimaryKey("contact", "day")
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="score_history", db_index=False
    )
    day = models.DateField()
    total = models.DecimalField(max_digits=5, decimal_places=2)
    engagement = _points()
    fit = _points()
    intent = _points()

    class Meta:
        verbose_name = _("score of a day")
        verbose_name_plural = _("score history")

    def __str__(self) -> str:
        return f"{self.day}: {self.total}"
