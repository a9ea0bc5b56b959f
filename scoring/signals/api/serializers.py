"""Serializers of signals."""

from rest_framework import serializers

from mauntic.kernel.api.pagination import MAX_LIMIT, CursorQuery
from mauntic.kernel.api.serializers import CamelSerializer


class SignalShape(CamelSerializer):
    id = serializers.UUIDField()
    signal_type = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # a declared field, not the argument
    weight = serializers.FloatField()
    current_weight = serializers.FloatField()
    detected_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    decay_model = serializers.CharField()

    example = {
        "id": "0197b2a4-7f00-7a11-8b22-9c33aa44bb55",
        "signalType": "PRICING_PAGE",
        "source": "website",
        "weight": 0.9,
        "currentWeight": 0.45,
        "detectedAt": "2026-11-02T09:30:00Z",
        "expiresAt": "2026-11-05T09:30:00Z",
        "decayModel": "linear",
    }


class SignalsQuery(CursorQuery):
    active_only = serializers.BooleanField(default=False)
    # Clients of the contract read one page.
    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=MAX_LIMIT)
