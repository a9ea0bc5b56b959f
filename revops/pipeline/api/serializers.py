"""API shapes of the pipeline metrics."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer, QuerySerializer, number

PERIOD_PATTERN = r"^((1[0-9]|2[01])[0-9]{2}-(Q[1-4]|0[1-9]|1[0-2]))?$"


@extend_schema_field({"type": "string", "pattern": PERIOD_PATTERN})
class PeriodField(serializers.CharField):
    """The code of a period, or empty."""


class PipelineQuery(QuerySerializer):
    """`period` is a month (2026-11) or a quarter (2026-Q4). Default: all deals."""

    period = PeriodField(required=False)


class PipelineShape(CamelSerializer):
    """Amounts are in `currency`. Amounts without an exchange rate today are in `unconverted`, by currency.

    `winRate` is won / (won + lost), 0-1; 0 if no deal is closed.
    """

    total_deals = serializers.IntegerField()
    total_value = number(max_digits=40, decimal_places=2)
    avg_deal_size = number(max_digits=40, decimal_places=2)
    stage_breakdown = serializers.DictField(child=serializers.IntegerField())
    win_rate = serializers.FloatField()
    currency = serializers.CharField()
    unconverted = serializers.DictField(child=number(max_digits=40, decimal_places=2))
