"""Shapes of forecasts."""

from collections.abc import Sequence
from typing import Any

from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer, number
from revops.domain.calibration import Calibration
from revops.domain.forecast_alerts import RiskAlert, Severity
from revops.selectors.forecast import Forecast
from revops.selectors.forecast_band import Band


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
    pipeline_value = number(max_digits=40, decimal_places=2)
    best_case_value = number(max_digits=40, decimal_places=2)
    commit_value = number(max_digits=40, decimal_places=2)
    closed_value = number(max_digits=40, decimal_places=2)
    weighted_value = number(max_digits=40, decimal_places=2)


class MetricsShape(CamelSerializer):
    """`mape` and `bias` are shares of what came (0.1 is 10 %), null while no earlier period is over."""

    mape = serializers.FloatField(allow_null=True)
    bias = serializers.FloatField(allow_null=True, help_text="above 0: forecasts were too high")
    sample_size = serializers.IntegerField()


class BandShape(CamelSerializer):
    """`confidenceLevel` is 0 while there is too little history: then the band is none to all open deals."""

    low = serializers.FloatField()
    mid = serializers.FloatField()
    high = serializers.FloatField()
    confidence_level = serializers.FloatField()


class RiskAlertShape(CamelSerializer):
    severity = serializers.ChoiceField(choices=[severity.value for severity in Severity])
    title = serializers.CharField()
    description = serializers.CharField()


class CalibrationShape(CamelSerializer):
    """How good forecasts of earlier periods were, and between what this one will end."""

    metrics = MetricsShape()
    confidence_band = BandShape()
    alerts = RiskAlertShape(many=True)


class RiskAlertsShape(CamelSerializer):
    period = serializers.CharField()
    alerts = RiskAlertShape(many=True)


def calibration_answer(past: Calibration, band: Band, alerts: Sequence[RiskAlert]) -> dict[str, Any]:
    """The calibration in the words of the contract."""
    return {
        "metrics": {"mape": past.figures.mape, "bias": past.figures.bias, "sample_size": past.figures.n},
        "confidence_band": {
            "low": round(band.low, 2),
            "mid": round(band.middle, 2),
            "high": round(band.high, 2),
            "confidence_level": band.confidence,
        },
        "alerts": alerts,
    }


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
