"""Serializers of contacts."""

from collections.abc import Mapping
from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mauntic.accounts.models import User
from mauntic.crm.companies.api.inputs import text_input
from mauntic.crm.contacts.models.contact import Consent, EnrichmentStatus, LifecycleStage
from mauntic.kernel.api.fields import WordField
from mauntic.kernel.api.pagination import (
    NEWEST_FIRST,
    OLDEST_FIRST,
    Order,
    PageShape,
    SortedQuery,
)
from mauntic.kernel.api.serializers import CamelSerializer, number, one_of_filled
from mauntic.kernel.grades import LETTERS


class ContactInput(CamelSerializer):
    first_name = text_input(100)
    last_name = text_input(100)
    email = text_input(254)
    phone = text_input(40)
    direct_phone = text_input(40)
    title = text_input(200)
    seniority = text_input(20)
    company = text_input(255)
    website = text_input(253)
    country = text_input(60)
    region = text_input(120)
    linkedin_url = text_input(300)
    lifecycle_stage = WordField(LifecycleStage.choices, required=False)
    source = text_input(60)  # type: ignore[assignment] # DRF takes declared fields off the class
    referrer = text_input(300)
    consent = WordField(Consent.choices, required=False)
    custom_fields = serializers.DictField(required=False)
    owner_id = serializers.PrimaryKeyRelatedField(
        source="owner", queryset=User.objects.filter(is_active=True), allow_null=True, required=False
    )

    example = {"firstName": "Ada", "lastName": "Byron", "email": "ada@engines.example", "title": "CTO"}


class NewContact(ContactInput):
    """A new contact. Requires a name or an email address."""

    rules = one_of_filled("firstName", "lastName", "email")


class ListedContactSerializer(CamelSerializer):
    """A contact in a list, without custom fields, which may take 64 KB."""

    id = serializers.UUIDField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()
    direct_phone = serializers.CharField()
    title = serializers.CharField()
    seniority = serializers.CharField()
    company_id = serializers.UUIDField(allow_null=True)
    company = serializers.CharField(source="company.name", default="")
    country = serializers.CharField()
    region = serializers.CharField()
    linkedin_url = serializers.CharField()
    owner_id = serializers.UUIDField(allow_null=True)
    lifecycle_stage = serializers.ChoiceField(LifecycleStage.choices)
    source = serializers.CharField()  # type: ignore[assignment] # as above
    referrer = serializers.CharField()
    consent = serializers.ChoiceField(Consent.choices)
    lead_score = number(max_digits=5, decimal_places=2)
    lead_grade = serializers.CharField()
    intent_score = number(max_digits=5, decimal_places=2)
    scored_at = serializers.DateTimeField(allow_null=True)
    enrichment_status = serializers.ChoiceField(EnrichmentStatus.choices)
    last_enriched_at = serializers.DateTimeField(allow_null=True)
    data_quality_score = number(max_digits=4, decimal_places=3, allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ContactSerializer(ListedContactSerializer):
    custom_fields = serializers.DictField()


@extend_schema_field({"type": "string", "default": "", "pattern": "^ *[A-DFa-df]? *(, *[A-DFa-df]? *)*$"})
class GradesField(serializers.CharField):
    """Grades, comma-separated."""


class ContactQuery(SortedQuery):
    orders: ClassVar[Mapping[str, Order]] = {
        "created": OLDEST_FIRST,
        "-created": NEWEST_FIRST,
        "-score": Order("lead_score", descending=True, moves=True),
        "-intent": Order("intent_score", descending=True, moves=True),
    }

    q = serializers.CharField(default="")
    grade = GradesField(default="", help_text=_("One or more of A, B, C, D and F, comma-separated"))
    owner = serializers.UUIDField(required=False)
    min_score = number(max_digits=5, decimal_places=2, min_value=0, max_value=100, required=False)
    tag = serializers.CharField(default="", max_length=40, help_text=_("The name of a tag"))

    def validate_grade(self, value: str) -> list[str]:
        grades = [grade.strip().upper() for grade in value.split(",") if grade.strip()]
        if unknown := sorted(set(grades) - set(LETTERS)):
            raise serializers.ValidationError(
                _("Unknown grade: %(unknown)s. Choose from %(grades)s.")
                % {"unknown": ", ".join(unknown), "grades": ", ".join(LETTERS)}
            )
        return grades


class ContactPage(PageShape):
    data = ListedContactSerializer(many=True)  # type: ignore[assignment] # DRF takes declared fields off the class
