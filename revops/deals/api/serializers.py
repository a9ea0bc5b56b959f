"""API shapes of deals."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from mauntic.kernel.api.fields import DayField, IdOrEmpty, NumberField, WordField
from mauntic.kernel.api.pagination import CursorQuery, PageQuery, PageShape
from mauntic.kernel.api.serializers import CamelSerializer, number
from revops.deals.domain.stages import OPEN
from revops.deals.models.choices import CATEGORIES_OF_OPEN, DealPriority, DealStage
from revops.deals.selectors.changes import STAGE
from revops.deals.services.create import WRITABLE


def _value(**kwargs: Any) -> NumberField:
    return number(max_digits=18, decimal_places=2, **kwargs)


class DealShape(CamelSerializer):
    """A deal. `probability` is a share of 0-1."""

    id = serializers.UUIDField()
    contact_id = IdOrEmpty(help_text="Empty if the contact was deleted.")
    account_id = serializers.UUIDField(source="company_id", allow_null=True)
    name = serializers.CharField()
    stage = serializers.CharField()
    value = _value()
    probability = number(decimal_places=3)
    priority = serializers.CharField()
    assigned_rep = serializers.UUIDField(source="owner_id", allow_null=True)
    expected_close_at = DayField(source="expected_close_on", allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()

    example = {
        "id": "0197b2a4-61d0-7e52-9c3d-4a5b6c7d8e9f",
        "contactId": "0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b",
        "accountId": None,
        "name": "Ten engines",
        "stage": "demo",
        "value": 12500.5,
        "probability": 0.5,
        "priority": "high",
        "assignedRep": "0197b2a3-11aa-7b22-8c33-4d5566778899",
        "expectedCloseAt": "2026-12-18T00:00:00Z",
        "closedAt": None,
        "createdAt": "2026-11-02T09:30:00Z",
    }


class DealsQuery(CursorQuery):
    """Filters of deals. `assignedRep` is the id of a user."""

    stage = WordField(choices=DealStage.choices, required=False)
    assigned_rep = serializers.UUIDField(required=False)
    offset = serializers.IntegerField(
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text="Default: 0. Cannot be combined with `cursor`.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "offset" in attrs and "cursor" in attrs:
            raise serializers.ValidationError({"offset": [_("Send either a cursor or an offset.")]})
        return attrs


class DealRequest(CamelSerializer):
    """A new deal. Defaults: the caller as the rep, and the organization's currency."""

    contact_id = serializers.UUIDField()
    name = serializers.CharField(max_length=200)
    value = _value(min_value=0, required=False)
    priority = WordField(choices=DealPriority.choices, required=False)
    account_id = serializers.UUIDField(source="company_id", required=False, allow_null=True)
    assigned_rep = serializers.UUIDField(source="owner_id", required=False, allow_null=True)
    currency = serializers.CharField(max_length=3, required=False)
    expected_close_at = DayField(source="expected_close_on", required=False, allow_null=True)
    stage = WordField(choices=[stage.value for stage in OPEN], required=False)

    example = {
        "contactId": "0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b",
        "name": "Ten engines",
        "value": 12500.5,
        "priority": "high",
    }


class DealChanges(CamelSerializer):
    """The fields to change. Use PUT /deals/{id}/stage for the stage."""

    name = serializers.CharField(max_length=200, required=False)
    value = _value(min_value=0, required=False)
    currency = serializers.CharField(max_length=3, required=False)
    priority = WordField(choices=DealPriority.choices, required=False)
    contact_id = serializers.UUIDField(source="contact", required=False, allow_null=True)
    account_id = serializers.UUIDField(source="company", required=False, allow_null=True)
    assigned_rep = serializers.UUIDField(source="owner", required=False, allow_null=True)
    expected_close_at = DayField(source="expected_close_on", required=False, allow_null=True)
    probability = number(decimal_places=3, min_value=0, max_value=1, required=False)
    next_step = serializers.CharField(max_length=200, allow_blank=True, required=False)
    forecast_category = WordField(
        choices=CATEGORIES_OF_OPEN, source="category_override", allow_blank=True, required=False
    )

    example = {"value": 14000, "nextStep": "Send the contract"}
    rules = {"minProperties": 1}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Require at least one field."""
        if not attrs:
            raise serializers.ValidationError({"name": [_("Send at least one field to change.")]})
        return attrs


class StageRequest(CamelSerializer):
    """The new stage. `closed_lost` requires `lostReason`."""

    stage = WordField(choices=DealStage.choices)
    lost_reason = serializers.CharField(max_length=200, allow_blank=True, default="")

    example = {"stage": "closed_lost", "lostReason": "Price"}


class DealHistoryQuery(PageQuery):
    """A page of the history of a deal."""

    field = WordField(choices=[STAGE, *WRITABLE], required=False, help_text=_("Default: all fields"))


class DealFieldChange(CamelSerializer):
    """A changed field. An empty value is null; owner, contact and company are names."""

    field = serializers.CharField()
    old = serializers.JSONField(allow_null=True)
    new = serializers.JSONField(allow_null=True)


class DealHistoryChange(CamelSerializer):
    """A stage move or a changed field of a deal."""

    id = serializers.UUIDField()
    at = serializers.DateTimeField()
    actor = serializers.CharField(help_text=_("Who made the change, in words"))
    actor_kind = serializers.CharField(
        help_text="person, key, import, vendor, visitor, rule, derived or system; empty for old changes"
    )
    actor_id = serializers.CharField()
    is_new = serializers.BooleanField(help_text=_("The deal was created in this stage"))
    is_undo = serializers.BooleanField()
    reason = serializers.CharField(help_text=_("Why the deal was lost, reopened or changed; often empty"))
    fields_changed = DealFieldChange(many=True, source="pairs")


class DealHistoryPage(PageShape):
    data = DealHistoryChange(many=True)  # type: ignore[assignment] # DRF takes declared fields off the class
