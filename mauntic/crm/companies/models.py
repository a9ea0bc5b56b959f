"""Companies."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.clock import now
from mauntic.kernel.db.search import SearchForm, contains, words_of
from mauntic.kernel.ids import new_id


class CompanyQuerySet(models.QuerySet["Company"]):
    def search(self, text: str) -> Self:
        """Return companies that have each word of `text` in name or domain, ignoring case and accents."""
        return self.filter(*(contains("search_text", word) for word in words_of(text)))

    def named(self, name: str) -> Self:
        """Return companies with this name, ignoring case and accents."""
        near = self.filter(contains("search_text", name))
        return near.alias(form=SearchForm("name")).filter(form=SearchForm(Value(name)))


class Company(models.Model):
    """An organization that contacts work for. The domain, where known, is unique."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=255)
    domain = models.CharField(max_length=253, blank=True)
    industry = models.CharField(max_length=120, blank=True)
    employees = models.PositiveIntegerField(null=True, blank=True)
    revenue = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    revenue_currency = models.CharField(max_length=3, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2")
    tech_stack = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    custom_fields = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(auto_now=True)

    search_text = models.GeneratedField(
        expression=SearchForm(Concat("name", Value(" "), "domain")),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("companies")
        constraints = [
            # Two transactions that create the same company cannot both commit.
            models.UniqueConstraint(Lower("domain"), condition=~Q(domain=""), name="one_company_per_domain"),
        ]
        indexes = [
            # Search by a part of the name or domain.
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="companies_by_text"),
            # The list of companies in its order, and the look-up of imports by name.
            models.Index(Lower("name"), "id", name="companies_by_name"),
        ]

    def __str__(self) -> str:
        return self.name or self.domain
