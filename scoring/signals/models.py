"""Intent signals and their types."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Contact
from mauntic.kernel.codes import code_words
from mauntic.kernel.display import moment
from mauntic.kernel.ids import new_id
from scoring.signals.domain.strength import DecayModel, Signal, fraction_left

# The names of types by code. A type without an entry is named by the words of its code.
LABELS: Mapping[str, object] = {
    "DEMO_REQUEST": _("Demo request"),
    "FREE_TRIAL_SIGNUP": _("Free trial signup"),
    "MEETING_SCHEDULED": _("Meeting scheduled"),
    "PRICING_PAGE": _("Pricing page"),
    "TRIAL_ACTIVATED": _("Trial activated"),
    "MEETING_COMPLETED": _("Meeting completed"),
    "CONTACT_PAGE": _("Contact page"),
    "EMAIL_REPLY": _("Email reply"),
    "PRODUCT_USAGE_SPIKE": _("Product usage spike"),
    "REFERRAL_RECEIVED": _("Referral received"),
    "ROI_CALCULATOR": _("ROI calculator"),
    "COMPARISON_PAGE": _("Comparison page"),
    "FORM_SUBMISSION": _("Form submission"),
    "CHAT_STARTED": _("Chat started"),
    "WEBINAR_ATTENDED": _("Webinar attended"),
    "SECURITY_PAGE": _("Security page"),
    "CONTENT_DOWNLOAD": _("Content download"),
    "CASE_STUDY_VIEW": _("Case study view"),
    "WEBINAR_REGISTERED": _("Webinar registered"),
    "INTEGRATION_PAGE": _("Integration page"),
    "EMAIL_CLICK": _("Email click"),
    "RETURN_VISIT": _("Return visit"),
    "DOCS_VISIT": _("Docs visit"),
    "VIDEO_WATCHED": _("Video watched"),
    "WEBSITE_VISIT": _("Website visit"),
    "EMAIL_OPEN": _("Email open"),
    "FUNDING_ROUND": _("Funding round"),
    "G2_RESEARCH": _("G2 research"),
    "JOB_CHANGE": _("Job change"),
    "COMPETITOR_RESEARCH": _("Competitor research"),
    "TOPIC_SURGE": _("Topic surge"),
    "HIRING_SPREE": _("Hiring spree"),
    "TECH_INSTALL": _("Tech install"),
    "TECH_REMOVED": _("Tech removed"),
    "EXECUTIVE_CHANGE": _("Executive change"),
    "ACQUISITION": _("Acquisition"),
    "EXPANSION_NEWS": _("Expansion news"),
    "IPO_FILING": _("IPO filing"),
    "COMPLIANCE_DEADLINE": _("Compliance deadline"),
    "PARTNERSHIP_ANNOUNCED": _("Partnership announced"),
    "NEW_OFFICE": _("New office"),
    "REVIEW_POSTED": _("Review posted"),
    "EARNINGS_GROWTH": _("Earnings growth"),
    "SOCIAL_ENGAGEMENT": _("Social engagement"),
}
# The names of the sources of the types above. A source that a feed names is shown as it was sent.
SOURCE_LABELS: Mapping[str, object] = {
    "content": _("Website"),
    "crm": _("CRM"),
    "delivery": _("Email"),
    "product": _("Product"),
    "news": _("News"),
    "apollo": "Apollo",
    "bombora": "Bombora",
    "builtwith": "BuiltWith",
    "crunchbase": "Crunchbase",
    "g2": "G2",
    "linkedin": "LinkedIn",
}
SPELLED_OUT = {"ROI", "IPO"}
# Ten years. A longer life is a typing error.
LONGEST_DECAY_HOURS = 10 * 365 * 24


class Decay(models.TextChoices):
    LINEAR = DecayModel.LINEAR.value, _("Linear")
    EXPONENTIAL = DecayModel.EXPONENTIAL.value, _("Exponential")


class Priority(models.TextChoices):
    CRITICAL = "critical", _("Critical")
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class Tier(models.TextChoices):
    HOT = "hot", _("Hot")
    WARM = "warm", _("Warm")
    MEDIUM = "medium", _("Medium")
    COOL = "cool", _("Cool")
    COLD = "cold", _("Cold")


def source_label(source: str) -> str:
    """Return the name of a source of signals, such as `Website`, in the language of the reader."""
    return str(SOURCE_LABELS.get(source, source))


def _weight() -> "models.DecimalField[Decimal | float | str, Decimal]":
    return models.DecimalField(
        max_digits=4, decimal_places=3, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )


class SignalType(models.Model):
    """A type of signals: its weight, how it fades, and the priority of its alerts."""

    code = models.CharField(max_length=40, primary_key=True)
    category = models.CharField(max_length=20, help_text=_("first_party or third_party"))
    weight = _weight()
    decay_hours = models.PositiveIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_DECAY_HOURS)]
    )
    decay_model = models.CharField(max_length=12, choices=Decay)
    priority = models.CharField(max_length=10, choices=Priority)
    tier = models.CharField(max_length=10, choices=Tier)
    source = models.CharField(max_length=40)
    enabled = models.BooleanField(default=True, help_text=_("Signals of this type are recorded"))

    class Meta:
        ordering = ["-weight", "code"]
        verbose_name = _("signal type")
        verbose_name_plural = _("signal types")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return `Pricing page` or `ROI calculator`, in the language of the reader."""
        if label := LABELS.get(self.code):
            return str(label)
        first, *rest = self.code.split("_")
        words = [first if first in SPELLED_OUT else first.capitalize()]
        return " ".join([*words, *(word if word in SPELLED_OUT else word.lower() for word in rest)])

    @property
    def source_label(self) -> str:
        """Return the name of its source."""
        return source_label(self.source)


class IntentSignalQuerySet(models.QuerySet["IntentSignal"]):
    def active(self, at: datetime) -> Self:
        """Return signals that have not expired at a time."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=at))


class IntentSignal(models.Model):
    """A contact showed intent. Fading is computed on reading; the row is not rewritten."""

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
    known_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("When its contact became known; empty if that was when it was detected"),
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    decay_model = models.CharField(max_length=12, choices=Decay)
    count = models.PositiveIntegerField(default=1, help_text=_("How often it was detected within an hour"))
    evidence = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        help_text=_("What was counted: visits, forms"),
    )
    metadata = models.JSONField(default=dict, blank=True)

    objects = IntentSignalQuerySet.as_manager()

    class Meta:
        ordering = ["-detected_at", "-id"]
        verbose_name = _("signal")
        verbose_name_plural = _("signals")
        indexes = [
            # The strongest signal of each type, for scores.
            models.Index(fields=["contact", "type", "-detected_at"], name="signals_of_contact"),
            # Signals that fade or have ended, and the job that deletes old ones.
            models.Index(fields=["expires_at"], name="signals_by_expiry"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=models.F("detected_at")),
                name="signals_expire_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{code_words('signalType', self.type_id)} {moment(self.detected_at)}"

    def fading(self) -> Signal:
        """Return the signal for the rules of `scoring.signals.domain`."""
        decay = DecayModel(self.decay_model)
        return Signal(self.type_id, float(self.weight), self.detected_at, self.expires_at, decay)

    def is_active(self, at: datetime) -> bool:
        """Return whether it has not expired."""
        return self.expires_at is None or self.expires_at > at

    def left_when_known(self) -> float:
        """Return the part of its weight (0-1) that was left when its contact became known."""
        return fraction_left(self.fading(), self.known_at or self.detected_at)

    def withdraw(self, evidence: set[str]) -> bool:
        """Remove evidence from the count, without saving.

        Returns: whether it had any of this evidence.
        """
        rest = [name for name in self.evidence if name not in evidence]
        removed = len(self.evidence) - len(rest)
        self.evidence, self.count = rest, max(self.count - removed, 0)
        return removed > 0
