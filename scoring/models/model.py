"""The scoring model: versions of weighted factors, one of them in force."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from mauntic.kernel.clock import now
from mauntic.kernel.conditions import from_json
from mauntic.kernel.ids import new_id
from scoring.domain.factors import FACTORS_BY_KEY, Category, Factor
from scoring.domain.model import Kind, Model, Weighted

WIDEST_WEIGHT = 100
OWN_NOTE = "own factor"


class ModelKind(models.TextChoices):
    RULES = Kind.RULES.value, "Rules"
    LEARNED = Kind.LEARNED.value, "Learned"


class ModelState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SHADOW = "shadow", "Shadow"
    IN_FORCE = "in_force", "In force"
    KEPT = "kept", "Kept"


class ModelVersion(models.Model):
    """A set of weighted factors. Versions are kept, and their factors are never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(unique=True)
    kind = models.CharField(max_length=10, choices=ModelKind, default=ModelKind.RULES)
    state = models.CharField(max_length=10, choices=ModelState, default=ModelState.DRAFT)
    base_points = models.DecimalField(
        max_digits=5, decimal_places=2, default=Decimal(0), help_text="given to everybody"
    )
    caps = models.JSONField(default=dict, blank=True, help_text="category -> the most points it may give")
    note = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    published_at = models.DateTimeField(null=True, blank=True, help_text="last put in force")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=ModelState.IN_FORCE), name="one_version_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.version}"

    @property
    def published(self) -> bool:
        """Scores are computed with it."""
        return self.state == ModelState.IN_FORCE

    def model(self) -> Model:
        """The version as the rules know it."""
        caps = {Category(category): Decimal(str(most)) for category, most in self.caps.items()}
        factors = tuple(row.weighted() for row in self.factors.all())
        return Model(factors, Decimal(self.base_points), caps, Kind(self.kind))


class ModelFactor(models.Model):
    """A factor with its weight in one version.

    Those that every organization starts with are defined in Python and have only their key here; own and
    learned ones bring label, conditions, signal and group.
    """

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
    label = models.CharField(max_length=100, blank=True)
    conditions = models.JSONField(
        default=dict, blank=True, help_text="as mauntic.kernel.conditions writes it"
    )
    signal = models.CharField(max_length=40, blank=True, help_text="the type of signal that it fades with")
    group = models.CharField(max_length=60, blank=True, help_text="at most one factor of a group applies")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["model_version", "factor"], name="one_weight_per_factor"),
        ]

    def __str__(self) -> str:
        return f"{self.factor} {self.weight:+}"

    @property
    def is_own(self) -> bool:
        """The organization or its outcomes made this factor."""
        return self.factor not in FACTORS_BY_KEY

    def weighted(self) -> Weighted:
        """The row as the rules know it."""
        category, weight = Category(self.category), Decimal(self.weight)
        factor = FACTORS_BY_KEY.get(self.factor) or Factor(
            self.factor,
            self.label,
            category,
            weight,
            OWN_NOTE,
            from_json(self.conditions),
            signal=self.signal,
            group=self.group,
        )
        return Weighted(factor, weight, category, self.enabled)
