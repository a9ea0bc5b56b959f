"""Deals, and the history from which their state on any day is rebuilt."""

from decimal import Decimal
from functools import reduce
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.accounts.selectors import owned_by_visible
from mauntic.crm.models import Company, Contact
from mauntic.events.attribution import Attributed
from mauntic.kernel.clock import now
from mauntic.kernel.db.search import SearchForm, contains, words_of
from mauntic.kernel.ids import new_id
from revops.deals.domain.stages import CATEGORIES, CLOSED, OPEN, PROBABILITIES, Stage
from revops.deals.models.actions import DealAction
from revops.deals.models.choices import DealPriority, DealStage, ForecastCategory

_OPEN = [stage.value for stage in OPEN]
_BY_STAGE = [When(stage=stage.value, then=Value(category.value)) for stage, category in CATEGORIES.items()]
# The override counts for open deals only: won deals are closed, lost ones omitted.
_CATEGORY = Case(
    When(Q(stage__in=_OPEN) & ~Q(category_override=""), then="category_override"),
    *_BY_STAGE,
    default=Value(ForecastCategory.OMITTED.value),
    output_field=models.CharField(max_length=9),
)


class DealQuerySet(models.QuerySet["Deal"]):
    def visible_to(self, user: User) -> Self:
        """Return the deals that `user` can see and change."""
        return self.filter(owned_by_visible(user))

    def open(self) -> Self:
        """Return the deals that are neither won nor lost."""
        return self.filter(stage__in=_OPEN)

    def search(self, text: str) -> Self:
        """Return the deals that have each word of `text` in name, company or lead.

        Case and accents do not count.
        """
        return reduce(lambda found, word: found.filter(pk__in=_with(word)), words_of(text), self)


def _with(word: str) -> models.QuerySet["Deal", Any]:
    """The ids of the deals with a word: a union, since one OR condition would scan every deal."""
    deals = Deal.objects.order_by().values("pk")
    named = deals.filter(contains("search_text", word))
    sold_to = deals.filter(company__in=Company.objects.filter(contains("search_text", word)))
    of_lead = deals.filter(contact__in=Contact.objects.search(word).order_by().values("pk"))
    return named.union(sold_to, of_lead)


class Deal(models.Model):
    """A possible sale. `value` is in `currency`; amounts in several currencies are never added up.

    `probability` is 0-1 and is reset by each stage move. `forecast_category` follows the stage unless a
    person overrides it. `position` orders a column of the board, the smallest on top. `version` counts
    changes, so that two people who change a deal at the same time get a conflict.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="deals"
    )
    company = models.ForeignKey(
        Company, null=True, blank=True, on_delete=models.SET_NULL, related_name="deals"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="deals"
    )
    stage = models.CharField(max_length=13, choices=DealStage, default=DealStage.PROSPECTING)
    value = models.DecimalField(
        max_digits=18, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(0)]
    )
    currency = models.CharField(max_length=3, help_text=_("ISO 4217 code"))
    probability = models.DecimalField(
        max_digits=4, decimal_places=3, default=PROBABILITIES[Stage.PROSPECTING], help_text=_("0 to 1")
    )
    priority = models.CharField(max_length=8, choices=DealPriority, default=DealPriority.MEDIUM)
    expected_close_on = models.DateField(null=True, blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    lost_reason = models.CharField(max_length=200, blank=True)
    category_override = models.CharField(max_length=9, choices=ForecastCategory, blank=True)
    forecast_category = models.GeneratedField(
        expression=_CATEGORY,
        output_field=models.CharField(max_length=9),
        db_persist=True,
        choices=ForecastCategory,
    )
    search_text = models.GeneratedField(
        expression=SearchForm("name"), output_field=models.TextField(), db_persist=True
    )
    position = models.BigIntegerField(default=0)
    stage_entered_at = models.DateTimeField(default=now)
    last_activity_at = models.DateTimeField(null=True, blank=True)
    external_id = models.CharField(
        max_length=100, blank=True, help_text=_("Id of the deal in an imported file")
    )
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DealQuerySet.as_manager()

    class Meta:
        verbose_name = _("deal")
        verbose_name_plural = _("deals")
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0), name="deal_value_not_negative"),
            models.CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=1), name="deal_probability_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=_OPEN, closed_at=None)
                | Q(closed_at__isnull=False) & Q(stage__in=[stage.value for stage in CLOSED]),
                name="closed_deals_know_when",
            ),
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="one_deal_per_external_id"
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "position", "id"], name="deals_on_the_board"),
            models.Index(fields=["owner", "stage", "position", "id"], name="deals_of_owner_on_board"),
            models.Index(fields=["-closed_at"], name="deals_by_closing"),
            models.Index(fields=["expected_close_on"], name="deals_by_expected_close"),
            models.Index(fields=["-created_at", "-id"], name="deals_newest"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="deals_by_text"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether the deal is neither won nor lost."""
        return self.stage in _OPEN


class StageMove(Attributed):
    """A stage move of a deal; the first has no `from_stage`. `days` is the time in the stage that it left."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="moves")
    from_stage = models.CharField(max_length=13, choices=DealStage, blank=True)
    to_stage = models.CharField(max_length=13, choices=DealStage)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(
        max_length=200, blank=True, help_text=_("Reason for losing or reopening the deal")
    )
    days = models.DecimalField(max_digits=8, decimal_places=3, null=True, blank=True)
    action = models.ForeignKey(
        DealAction, null=True, blank=True, on_delete=models.SET_NULL, related_name="moves"
    )

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("stage move")
        verbose_name_plural = _("stage moves")
        indexes = [
            models.Index(fields=["deal", "at"], name="moves_of_deal"),
            models.Index(fields=["to_stage", "at"], name="moves_by_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.from_stage or 'new'} -> {self.to_stage}"


class DealChange(Attributed):
    """A changed field of a deal. Past states are rebuilt from these rows, latest first.

    `field` is one of value, currency, expected_close_on, owner, category_override, probability, priority,
    name, contact, company, next_step. `old` and `new` are texts: a number, an ISO date, an id; empty is none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="changes")
    field = models.CharField(max_length=20)
    old = models.CharField(max_length=200, blank=True)
    new = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=200, blank=True)
    action = models.ForeignKey(
        DealAction, null=True, blank=True, on_delete=models.SET_NULL, related_name="changes"
    )

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("deal change")
        verbose_name_plural = _("deal changes")
        indexes = [models.Index(fields=["deal", "field", "at"], name="changes_of_deal")]

    def __str__(self) -> str:
        return f"{self.field}: {self.old} -> {self.new}"
