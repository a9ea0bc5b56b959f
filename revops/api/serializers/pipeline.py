"""Shapes of the pipeline's numbers."""

from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer, number


class PipelineQuery(CamelSerializer):
    """`period` is a month (2026-11) or a quarter (2026-Q4); without it all deals count."""

    period = serializers.CharField(required=False)


class PipelineShape(CamelSerializer):
    """Amounts are in `currency`; what has no rate today stands in `unconverted`, by its own currency.

    `winRate` is won / (won + lost), 0-1, and 0 while nothing is closed.
    """

    total_deals = serializers.IntegerField()
    total_value = number(max_digits=40, decimal_places=2)
    avg_deal_size = number(max_digits=40, decimal_places=2)
    stage_breakdown = serializers.DictField(child=serializers.IntegerField())
    win_rate = serializers.FloatField()
    currency = serializers.CharField()
    unconverted = serializers.DictField(child=number(max_digits=40, decimal_places=2))
