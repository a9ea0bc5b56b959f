"""How an organization wants its leads to be enriched, beside the vendors and their orders."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class EnrichmentPolicy(models.Model):
    """The one row of settings.

    While `stopped_at` is set no vendor is asked. Leads whose enrichment is older than `refresh_after_days`
    are enriched again, the best scores first, none below `refresh_min_score`, at most `refresh_per_day`.
    `exploration_share` (0-0.2) of the jobs ask vendors in a chance order.
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

    class Meta:
        verbose_name_plural = "enrichment policy"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_enrichment_policy")]

    def __str__(self) -> str:
        return "Enrichment policy"


class ProcessingBlock(models.Model):
    """A person who asked not to be processed (a vendor's 451): nobody is asked for them again.

    Only a digest of the address is kept, so that the block outlives the contact.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(max_length=64, unique=True, help_text="digest of the person")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    provider = models.CharField(max_length=40, help_text="the vendor who told")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"told by {self.provider}"
