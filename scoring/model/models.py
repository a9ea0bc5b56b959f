"""Versions of the scoring model, one of them in force."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.clock import now
from mauntic.kernel.conditions import from_json
from mauntic.kernel.ids import new_id
from scoring.model.domain.factors import FACTORS_BY_KEY, Category, Factor
from scoring.model.domain.points import Kind, Model, Weighted

WIDEST_WEIGHT = 100


class CategoryName(models.TextChoices):
    """The names of the categories."""

    DATA_QUALITY = Category.DATA_QUALITY.value, _("Data quality")
    FIT = Category.FIT.value, _("Fit")
    ENGAGEMENT = Category.ENGAGEMENT.value, _("Engagement")
    INTENT = Category.INTENT.value, _("Intent")


class FactorText(NamedTuple):
    """The texts of a factor in the language of the reader."""

    label: object
    note: object
    advice: object


# The texts of the factors that every organization starts with; `scoring.model.domain.factors` defines their
# rules.
FACTOR_TEXTS: Mapping[str, FactorText] = {
    "has_email": FactorText(_("Email address"), _("on file"), _("Find an email address")),
    "has_phone": FactorText(_("Phone number"), _("on file"), _("Find a phone number")),
    "has_direct_phone": FactorText(_("Direct phone number"), _("on file"), _("Find a direct phone number")),
    "company_size_smb": FactorText(_("Company of 1–199"), _("employees"), ""),
    "company_size_mid": FactorText(_("Company of 200–999"), _("employees"), ""),
    "company_size_enterprise": FactorText(_("Company of 1,000 or more"), _("employees"), ""),
    "seniority_c_level": FactorText(_("C level"), _("seniority"), ""),
    "seniority_vp": FactorText(_("Vice president"), _("seniority"), ""),
    "seniority_director": FactorText(_("Director"), _("seniority"), ""),
    "seniority_manager": FactorText(_("Manager"), _("seniority"), ""),
    "high_engagement": FactorText(
        _("High engagement"), _("more than 5 visits in 30 days"), _("More than 5 visits in 30 days")
    ),
    "medium_engagement": FactorText(
        _("Medium engagement"), _("2–5 visits in 30 days"), _("2 visits in 30 days")
    ),
    "content_download": FactorText(
        _("Content download"), _("while the signal lasts"), _("Downloads a white paper")
    ),
    "pricing_page": FactorText(_("Pricing page"), _("fades with the signal"), _("Looks at the prices")),
    "demo_request": FactorText(_("Demo request"), _("fades with the signal"), _("Asks for a demo")),
    "free_trial": FactorText(_("Free trial"), _("fades with the signal"), _("Starts a free trial")),
}


def built_in(key: str) -> Factor | None:
    """Return a built-in factor in the language of the reader; None for other keys."""
    factor = FACTORS_BY_KEY.get(key)
    if factor is None:
        return None
    text = FACTOR_TEXTS[key]
    return replace(factor, label=str(text.label), note=str(text.note), advice=str(text.advice))


def custom_note() -> str:
    """Return the note of factors that the organization or its outcomes made."""
    return gettext("custom factor")


class ModelKind(models.TextChoices):
    RULES = Kind.RULES.value, _("Rules")
    LEARNED = Kind.LEARNED.value, _("Learned")


class ModelState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SHADOW = "shadow", _("Shadow")
    IN_FORCE = "in_force", _("In force")
    ARCHIVED = "kept", _("Archived")


class ModelVersion(models.Model):
    """A set of weighted factors. Versions are never deleted, and their factors never change."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(unique=True)
    kind = models.CharField(max_length=10, choices=ModelKind, default=ModelKind.RULES)
    state = models.CharField(max_length=10, choices=ModelState, default=ModelState.DRAFT)
    base_points = models.DecimalField(
        max_digits=5, decimal_places=2, default=Decimal(0), help_text=_("Points of all leads")
    )
    caps = models.JSONField(default=dict, blank=True, help_text=_("Category -> maximum points"))
    note = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    published_at = models.DateTimeField(null=True, blank=True, help_text=_("When it was last put in force"))
    tells_crossings = models.BooleanField(
        default=False,
        db_default=False,
        help_text=_("Publish events for thresholds that leads crossed because of it"),
    )

    class Meta:
        ordering = ["-version"]
        verbose_name = _("model version")
        verbose_name_plural = _("model versions")
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=ModelState.IN_FORCE), name="one_version_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.version}"

    @property
    def published(self) -> bool:
        """Return whether it is in force."""
        return self.state == ModelState.IN_FORCE

    def model(self) -> Model:
        """Return the model for the rules of `scoring.model.domain`."""
        caps = {Category(category): Decimal(str(most)) for category, most in self.caps.items()}
        factors = tuple(row.weighted() for row in self.factors.all())
        return Model(factors, Decimal(self.base_points), caps, Kind(self.kind))


class ModelFactor(models.Model):
    """A factor with its weight in a version.

    Built-in factors are defined in code, and have only their key here. Custom and learned ones have label,
    conditions, signal and group.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    model_version = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="factors")
    position = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=20, choices=CategoryName)
    factor = models.CharField(max_length=60)
    weight = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(-WIDEST_WEIGHT), MaxValueValidator(WIDEST_WEIGHT)],
    )
    enabled = models.BooleanField(default=True)
    label = models.CharField(max_length=100, blank=True)
    conditions = models.JSONField(
        default=dict, blank=True, help_text=_("The JSON of mauntic.kernel.conditions")
    )
    signal = models.CharField(max_length=40, blank=True, help_text=_("The type of signal that it fades with"))
    group = models.CharField(max_length=60, blank=True, help_text=_("At most one factor of a group applies"))

    class Meta:
        ordering = ["position"]
        verbose_name = _("factor")
        verbose_name_plural = _("factors")
        constraints = [
            models.UniqueConstraint(fields=["model_version", "factor"], name="one_weight_per_factor"),
        ]

    def __str__(self) -> str:
        return f"{self.factor} {self.weight:+}"

    @property
    def is_own(self) -> bool:
        """Return whether it is not built in: the organization or its outcomes made it."""
        return self.factor not in FACTORS_BY_KEY

    def weighted(self) -> Weighted:
        """Return the factor for the rules of `scoring.model.domain`."""
        category, weight = Category(self.category), Decimal(self.weight)
        factor = built_in(self.factor) or Factor(
            self.factor,
            self.label,
            category,
            weight,
            custom_note(),
            from_json(self.conditions),
            signal=self.signal,
            group=self.group,
        )
        return Weighted(factor, weight, category, self.enabled)
