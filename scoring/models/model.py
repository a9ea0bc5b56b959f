"""The scoring model: versions of weighted factors, one of them in force."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from scoring.domain.factors import FACTORS_BY_KEY, Category
from scoring.domain.model import Weighted

WIDEST_WEIGHT = 100


class ModelVersion(models.Model):
    """A set of weighted factors that was published once. Versions are kept and never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(unique=True)
    published = models.BooleanField(default=False, help_text="in force: scores are computed with it")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["published"], condition=Q(published=True), name="one_version_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.version}"

    def weights(self) -> list[Weighted]:
        """Its factors as the rules know them."""
        return [row.weighted() for row in self.factors.all()]


class ModelFactor(models.Model):
    """A factor with its weight in one version."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    model_version = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="factors")
    position = models.PositiveSmallIntegerField()
    category = models.CharField(
        max_length=20, choices=[(category.value, category.label) for category in Category]
    )
    factor = models.CharField(max_length=60)
    weight = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(-WIDEST_WEIGHT), MaxValueValidator(WIDEST_WEIGHT)],
    )
    enabled = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["model_version", "factor"], name="one_weight_per_factor"),
        ]

    def __str__(self) -> str:
        return f"{self.factor} {self.weight:+}"

    def weighted(self) -> Weighted:
        """The row as the rules know it."""
        weight = Decimal(self.weight)
        return Weighted(FACTORS_BY_KEY[self.factor], weight, Category(self.category), self.enabled)
