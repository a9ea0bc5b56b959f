"""Intent signals and their types."""

from datetime import datetime
from decimal import Decimal
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from mauntic.crm.models import Contact
from mauntic.kernel.ids import new_id
from scoring.domain.signals import DecayModel, Signal

SPELLED_OUT = {"ROI", "IPO"}
# Ten years: what lives longer is no intent, and a slip of the finger.
LONGEST_DECAY_HOURS = 10 * 365 * 24


class Decay(models.TextChoices):
    LINEAR = DecayModel.LINEAR.value, "Linear"
    EXPONENTIAL = DecayModel.EXPONENTIAL.value, "Exponential"


class Priority(models.TextChoices):
    CRITICAL = "critical", "Critical"
    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class Tier(models.TextChoices):
    HOT = "hot", "Hot"
    WARM = "warm", "Warm"
    MEDIUM = "medium", "Medium"
    COOL = "cool", "Cool"
    COLD = "cold", "Cold"


def _weight() -> "models.DecimalField[Decimal | float | str, Decimal]":
    return models.DecimalField(
        max_digits=4, decimal_places=3, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )


class SignalType(models.Model):
    """What a type of signal counts, how it fades, and how soon somebody must act on it."""

    code = models.CharField(max_length=40, primary_key=True)
    category = models.CharField(max_length=20, help_text="first_party or third_party")
    weight = _weight()
    decay_hours = models.PositiveIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_DECAY_HOURS)]
    )
    decay_model = models.CharField(max_length=12, choices=Decay)
    priority = models.CharField(max_length=10, choices=Priority)
    tier = models.CharField(max_length=10, choices=Tier)
    source = models.CharField(max_length=40)
    enabled = models.BooleanField(default=True, help_text="off: such signals are not recorded")

    class Meta:
        ordering = ["-weight", "code"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """`Pricing page`, `ROI calculator`."""
        first, *rest = self.code.split("_")
        words = [first if first in SPELLED_OUT else first.capitalize()]
        return " ".join([*words, *(word if word in SPELLED_OUT else word.lower() for word in rest)])


class IntentSignalQuerySet(models.QuerySet["IntentSignal"]):
    def active(self, at: datetime) -> Self:
        """Signals of which something is left."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=at))


class IntentSignal(models.Model):
    """A contact showed intent. Fading is computed when read: the row is not rewritten to age it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="intent_signals", db_index=False
    )
    type = models.ForeignKey(
        SignalType, on_delete=models.PROTECT, related_name="signals", db_column="type", db_index=False
    )
    source = models.CharField(max_length=40)
    weight = _weight()
    detected_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    decay_model = models.CharField(max_length=12, choices=Decay)
    count = models.PositiveIntegerField(default=1, help_text="how often it was seen within the hour")
    evidence = ArrayField(
        models.CharField(max_length=80), default=list, blank=True, help_text="what was counted: visits, forms"
    )
    metadata = models.JSONField(default=dict, blank=True)

    objects = IntentSignalQuerySet.as_manager()

    class Meta:
        ordering = ["-detected_at", "-id"]
        indexes = [
            models.Index(fields=["contact", "type", "-detected_at"], name="signals_of_contact"),
            models.Index(fields=["expires_at"], name="signals_by_expiry"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=models.F("detected_at")),
                name="signals_expire_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type_id} {self.detected_at:%Y-%m-%d %H:%M}"

    def fading(self) -> Signal:
        """The row as the rules know it."""
        decay = DecayModel(self.decay_model)
        return Signal(self.type_id, float(self.weight), self.detected_at, self.expires_at, decay)

    def is_active(self, at: datetime) -> bool:
        """Whether something of it is left."""
        return self.expires_at is None or self.expires_at > at

    def withdraw(self, evidence: set[str]) -> bool:
        """Count without this evidence; whether that made a difference. The row is not saved."""
        kept = [name for name in self.evidence if name not in evidence]
        taken = len(self.evidence) - len(kept)
        self.evidence, self.count = kept, max(self.count - taken, 0)
        return taken > 0
