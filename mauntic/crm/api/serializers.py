"""What the API says and accepts."""

from rest_framework import serializers

from mauntic.accounts.models import User
from mauntic.crm.models import EnrichmentStatus, Import, LifecycleStage
from mauntic.crm.models.contact import Consent
from mauntic.kernel.api.serializers import CamelSerializer, number

GRADES = ("A", "B", "C", "D", "F")
MAX_LIMIT = 100


def _text(limit: int) -> serializers.CharField:
    return serializers.CharField(max_length=limit, allow_blank=True, required=False)


class CompanyInput(CamelSerializer):
    name = _text(255)
    domain = _text(253)
    industry = _text(120)
    employees = serializers.IntegerField(min_value=1, allow_null=True, required=False)
    revenue = number(max_digits=18, decimal_places=2, min_value=0, allow_null=True, required=False)
    revenue_currency = _text(3)
    country = _text(60)
    tech_stack = serializers.ListField(child=serializers.CharField(max_length=100), required=False)
    custom_fields = serializers.DictField(required=False)


class CompanySerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    domain = serializers.CharField()
    industry = serializers.CharField()
    employees = serializers.IntegerField(allow_null=True)
    revenue = number(max_digits=18, decimal_places=2, allow_null=True)
    revenue_currency = serializers.CharField()
    country = serializers.CharField()
    tech_stack = serializers.ListField(child=serializers.CharField())
    custom_fields = serializers.DictField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ListedCompanySerializer(CompanySerializer):
    contact_count = serializers.IntegerField()
    best_score = number(max_digits=5, decimal_places=2, allow_null=True)


class ContactInput(CamelSerializer):
    first_name = _text(100)
    last_name = _text(100)
    email = _text(254)
    phone = _text(40)
    direct_phone = _text(40)
    title = _text(200)
    seniority = _text(20)
    company = _text(255)
    website = _text(253)
    country = _text(60)
    region = _text(120)
    linkedin_url = _text(300)
    lifecycle_stage = serializers.ChoiceField(LifecycleStage.choices, required=False)
    source = _text(60)  # type: ignore[assignment] # DRF takes declared fields off the class
    referrer = _text(300)
    consent = serializers.ChoiceField(Consent.choices, required=False)
    custom_fields = serializers.DictField(required=False)
    owner_id = serializers.PrimaryKeyRelatedField(
        source="owner", queryset=User.objects.filter(is_active=True), allow_null=True, required=False
    )


class ContactSerializer(CamelSerializer):
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
    custom_fields = serializers.DictField()
    lead_score = number(max_digits=5, decimal_places=2)
    lead_grade = serializers.CharField()
    intent_score = number(max_digits=5, decimal_places=2)
    scored_at = serializers.DateTimeField(allow_null=True)
    enrichment_status = serializers.ChoiceField(EnrichmentStatus.choices)
    last_enriched_at = serializers.DateTimeField(allow_null=True)
    data_quality_score = number(max_digits=4, decimal_places=3, allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class PageQuery(CamelSerializer):
    page = serializers.IntegerField(min_value=1, default=1)
    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=20)


class ContactQuery(PageQuery):
    q = serializers.CharField(default="")
    grade = serializers.CharField(default="", help_text="one or more of A, B, C, D, F, comma-separated")
    owner = serializers.UUIDField(required=False)
    min_score = number(max_digits=5, decimal_places=2, min_value=0, max_value=100, required=False)

    def validate_grade(self, value: str) -> list[str]:
        grades = [grade.strip().upper() for grade in value.split(",") if grade.strip()]
        if unknown := sorted(set(grades) - set(GRADES)):
            raise serializers.ValidationError(f"{', '.join(unknown)}: choose of {', '.join(GRADES)}.")
        return grades


class CompanyQuery(PageQuery):
    q = serializers.CharField(default="")


class TimelineQuery(CamelSerializer):
    kind = serializers.CharField(
        default="", help_text="one or more kinds, comma-separated; all when left out"
    )
    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=50)


class TimelineSerializer(CamelSerializer):
    event_id = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    at = serializers.DateTimeField()
    cause_kind = serializers.CharField()
    cause_id = serializers.CharField()


class ImportInput(CamelSerializer):
    file = serializers.FileField()
    mapping = serializers.JSONField(binary=True, required=False, help_text="column -> field, over the guess")


class ImportSerializer(CamelSerializer):
    id = serializers.UUIDField()
    file_name = serializers.CharField()
    status = serializers.ChoiceField(Import.Status.choices)
    columns = serializers.ListField(child=serializers.CharField())
    mapping = serializers.DictField(child=serializers.CharField(allow_blank=True))
    note = serializers.CharField()
    error = serializers.CharField()
    total = serializers.IntegerField()
    processed = serializers.IntegerField()
    created_count = serializers.IntegerField()
    updated_count = serializers.IntegerField()
    skipped_count = serializers.IntegerField()
    failed_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)


class PageShape(CamelSerializer):
    """What surrounds the rows of a page, for the API's description."""

    total = serializers.IntegerField()
    page = serializers.IntegerField()
    limit = serializers.IntegerField()
    total_pages = serializers.IntegerField()


class ContactPage(PageShape):
    data = ContactSerializer(many=True)  # type: ignore[assignment] # DRF takes declared fields off the class


class CompanyPage(PageShape):
    data = ListedCompanySerializer(many=True)  # type: ignore[assignment] # as above
