"""Shapes of forecasts."""

from typing import Any

from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer, number
from revops.selectors.forecast import Forecast


class ForecastQuery(CamelSerializer):
    rep_id = serializers.UUIDField(required=False, help_text="without it all whose deals the user sees")


class CommitRequest(CamelSerializer):
    """Without `repId`, managers who see everybody speak for all, and others for themselves."""

    rep_id = serializers.UUIDField(required=False, allow_null=True)
    value = number(max_digits=18, decimal_places=2, min_value=0)
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)


class ForecastShape(CamelSerializer):
    """Forecast of the contract, in the organization's currency.

    `commitValue` is what was committed to, or without that the sum of the deals of this category;
    `weightedValue` weighs the deals by their categories.
    """

    period = serializers.CharField()
    rep_id = serializers.UUIDField(allow_null=True)
    pipeline_value = number(max_digits=24, decimal_places=2)
    best_case_value = number(max_digits=24, decimal_places=2)
    commit_value = number(max_digits=24, decimal_places=2)
    closed_value = number(max_digits=24, decimal_places=2)
    weighted_value = number(max_digits=24, decimal_places=2)


def forecast_answer(forecast: Forecast) -> dict[str, Any]:
    """A forecast in the words of the contract."""
    total = forecast.total
    return {
        "period": forecast.period.code,
        "rep_id": forecast.rep.pk if forecast.rep else None,
        "pipeline_value": total.sums.pipeline,
        "best_case_value": total.sums.best_case,
        "commit_value": total.committed,
        "closed_value": total.sums.closed,
        "weighted_value": total.sums.weighted,
    }
