"""Routing rules, profiles and absences of reps, settings, and decisions with their reasons."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.routing.domain import decisions as domain

_THE_ROW = 1


class Strategy(models.TextChoices):
    ROUND_ROBIN = domain.Strategy.ROUND_ROBIN.value, _("Round robin")
    WEIGHTED = domain.Strategy.WEIGHTED.value, _("Weighted")
    TERRITORY = domain.Strategy.TERRITORY.value, _("Territory")
    SKILL_BASED = domain.Strategy.SKILL_BASED.value, _("Skill-based")
    LOAD_BALANCED = domain.Strategy.LOAD_BALANCED.value, _("Load-balanced")


class DecidedBy(models.TextChoices):
    """The cause of a decision: the strategy of a rule, or an exception."""

    ROUND_ROBIN = Strategy.ROUND_ROBIN.value, Strategy.ROUND_ROBIN.label
    WEIGHTED = Strategy.WEIGHTED.value, Strategy.WEIGHTED.label
    TERRITORY = Strategy.TERRITORY.value, Strategy.TERRITORY.label
    SKILL_BASED = Strategy.SKILL_BASED.value, Strategy.SKILL_BASED.label
    LOAD_BALANCED = Strategy.LOAD_BALANCED.value, Strategy.LOAD_BALANCED.label
    STICKY_OWNER = domain.STICKY, _("Same company")
    FALLBACK = domain.FALLBACK, _("Fallback")
    NOBODY = domain.NOBODY, _("Unassigned")


class Trigger(models.TextChoices):
    """The trigger of a decision."""

    CREATED = "created", _("New lead")
    THRESHOLD = "threshold", _("Score rose")
    MANUAL = "manual", _("Manual")
    API = "api", _("API")
    COMMAND = "command", _("Command")
    LEFT = "left", _("Owner deactivated")
    RETRY = "retry", _("Retry")


class RoutingRule(models.Model):
    """A rule. The first that matches a lead decides. Empty `conditions` match every lead."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)
    position = models.PositiveIntegerField(default=0)
    conditions = models.JSONField(default=dict, blank=True)
    strategy = models.CharField(max_length=13, choices=Strategy, default=Strategy.ROUND_ROBIN)
    enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")

    def __str__(self) -> str:
        return self.name


class RuleTarget(models.Model):
    """A rep of a rule.

    `credit` is the state of smooth weighted round robin, as nginx balances requests: each decision adds their
    weight to all eligible reps and takes the total from the chosen one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rule = models.ForeignKey(RoutingRule, on_delete=models.CASCADE, related_name="targets")
    rep = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    weight = models.PositiveIntegerField(default=1, validators=[MinValueValidator(1)])
    position = models.PositiveIntegerField(default=0)
    credit = models.BigIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("rule target")
        verbose_name_plural = _("rule targets")
        constraints = [
            models.UniqueConstraint(fields=["rule", "rep"], name="one_target_per_rule_and_rep"),
            models.CheckConstraint(condition=Q(weight__gte=1), name="target_weight_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.rep_id} x {self.weight}"


class RepProfile(models.Model):
    """The leads that a rep takes. None is no cap; empty territories and skills match no rule that uses them.

    `territories` are countries (`DE`) or regions (`US/California`); `skills` are words that are compared with
    the industry, technologies and title of a lead. `week` is seven days from Monday on, each a list
    of [from, until] in minutes after midnight; None follows the organization's business hours.
    """

    rep = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="routing_profile"
    )
    takes_leads = models.BooleanField(default=True)
    territories = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    skills = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    daily_cap = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Maximum number of leads routed per day")
    )
    open_cap = models.PositiveIntegerField(null=True, blank=True, help_text=_("Maximum number of open leads"))
    week = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("rep profile")
        verbose_name_plural = _("rep profiles")

    def __str__(self) -> str:
        return gettext("Profile of {rep}").format(rep=self.rep)


class Absence(models.Model):
    """A time in which a rep gets no leads."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rep = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["starts_at"]
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="absence_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["rep", "ends_at"], name="absences_of_rep")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d} - {self.ends_at:%Y-%m-%d}"


class RoutingSettings(models.Model):
    """The settings of routing: one row per organization, or the defaults."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=_THE_ROW, editable=False)
    routes_new_leads = models.BooleanField(default=True)
    routes_from_score = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        default=Decimal(60),
        help_text=_("Unassigned leads are routed when their score rises above this. Empty: never"),
    )
    keeps_companies_together = models.BooleanField(
        default=True, help_text=_("New leads go to the owner of other leads of the company")
    )
    heeds_working_hours = models.BooleanField(default=False)
    fallback = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("routing settings")
        verbose_name_plural = _("routing settings")
        constraints = [models.CheckConstraint(condition=Q(pk=_THE_ROW), name="one_row_of_routing_settings")]

    def __str__(self) -> str:
        return gettext("Routing settings")


class RoutingDecision(models.Model):
    """The owner that routing chose for a lead, or nobody, with the reason. Keeps the name of the rule.

    `candidates` is a list of {repId, name, eligible, why}.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="routing_decisions")
    rule = models.ForeignKey(
        RoutingRule, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    rule_name = models.CharField(max_length=100, blank=True)
    strategy = models.CharField(max_length=13, choices=DecidedBy)
    rep = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="routed_leads",
    )
    previous_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=300)
    candidates = models.JSONField(default=list)
    trigger = models.CharField(max_length=9, choices=Trigger)
    cause = models.CharField(
        max_length=80, blank=True, help_text=_("Event or request that caused the decision")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("User who requested the decision, if any"),
    )
    decided_at = models.DateTimeField(default=now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-decided_at", "-id"]
        verbose_name = _("routing decision")
        verbose_name_plural = _("routing decisions")
        indexes = [
            models.Index(fields=["-decided_at", "-id"], name="decisions_newest"),
            models.Index(fields=["rep", "-decided_at"], name="decisions_of_rep"),
            models.Index(fields=["contact", "-decided_at"], name="decisions_of_contact"),
        ]

    def __str__(self) -> str:
        return self.reason
