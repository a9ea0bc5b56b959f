"""Serializers of companies."""

from collections.abc import Mapping
from typing import ClassVar

from django.db.models.functions import Lower
from rest_framework import serializers

from mauntic.crm.companies.api.inputs import text_input
from mauntic.crm.fields.domain.catalog import MOST_TECHNOLOGIES
from mauntic.kernel.api.pagination import (
    NEWEST_FIRST,
    OLDEST_FIRST,
    Order,
    PageShape,
    SortedQuery,
)
from mauntic.kernel.api.serializers import CamelSerializer, number, one_of_filled


class CompanyInput(CamelSerializer):
    name = text_input(255)
    domain = text_input(253)
    industry = text_input(120)
    employees = serializers.IntegerField(min_value=1, allow_null=True, required=False)
    revenue = number(max_digits=18, decimal_places=2, min_value=0, allow_null=True, required=False)
    revenue_currency = text_input(3)
    country = text_input(60)
    tech_stack = serializers.ListField(
        child=serializers.CharField(max_length=100), max_length=MOST_TECHNOLOGIES, required=False
    )
    custom_fields = serializers.DictField(required=False)

    example = {"name": "Analytical Engines", "domain": "engines.example", "employees": 120, "country": "GB"}


class NewCompany(CompanyInput):
    """A new company. Requires a name or a domain."""

    rules = one_of_filled("name", "domain")


class CompanyShape(CamelSerializer):
    """A company in a list, without custom fields, which may take 64 KB."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    domain = serializers.CharField()
    industry = serializers.CharField()
    employees = serializers.IntegerField(allow_null=True)
    revenue = number(max_digits=18, decimal_places=2, allow_null=True)
    revenue_currency = serializers.CharField()
    country = serializers.CharField()
    tech_stack = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class CompanySerializer(CompanyShape):
    custom_fields = serializers.DictField()


class ListedCompanySerializer(CompanyShape):
    contact_count = serializers.IntegerField()
    best_score = number(max_digits=5, decimal_places=2, allow_null=True)


class CompanyQuery(SortedQuery):
    orders: ClassVar[Mapping[str, Order]] = {
        "created": OLDEST_FIRST,
        "-created": NEWEST_FIRST,
        "name": Order(Lower("name"), moves=True),
    }

    q = serializers.CharField(default="")


class CompanyPage(PageShape):
    data = ListedCompanySerializer(many=True)  # type: ignore[assignment] # as above
