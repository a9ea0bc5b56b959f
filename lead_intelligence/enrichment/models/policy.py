"""The settings of an organization for enrichment, apart from its vendors and their order."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class EnrichmentPolicy(models.Model):
    """The single row of settings.

    No vendor is called while `stopped_at` is set. Leads whose enrichment is older than `refresh_after_days`
    are enriched again, the highest scores first, none below `refresh_min_score`, at most `refresh_per_day`.
    A share of `exploration_share` (0-0.2) of the jobs calls vendors in random order.
    New leads from the website (tracking, public forms) are enriched automatically only with
    `enrich_strangers`, at most `strangers_per_hour` per write key or form.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    refresh_enabled = models.BooleanField(default=False)
    refresh_after_days = models.PositiveSmallIntegerField(
        default=90, validators=[MinValueValidator(1), MaxValueValidator(730)]
    )
    refresh_min_score = models.PositiveSmallIntegerField(default=60, validators=[MaxValueValidator(100)])
    refresh_per_day = models.PositiveIntegerField(default=200, validators=[MaxValueValidator(100_000)])
    exploration_share = models.FloatField(
        default=0.02, validators=[MinValueValidator(0), MaxValueValidator(0.2)]
    )
    enrich_strangers = models.BooleanField(default=False, db_default=False)
    strangers_per_hour = models.PositiveIntegerField(
        default=50, db_default=50, validators=[MaxValueValidator(100_000)]
    )

    class Meta:
        verbose_name = _("enrichment policy")
        verbose_name_plural = _("enrichment policy")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_enrichment_policy")]

    def __str__(self) -> str:
        return gettext("Enrichment policy")
