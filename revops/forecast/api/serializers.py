"""API shapes of forecasts."""

from collections.abc import Sequence
from typing import Any

from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer, QuerySerializer, number
from revops.forecast.domain.alerts import RiskAlert, Severity
from revops.forecast.domain.calibration import Calibration
from revops.forecast.selectors.band import Band
from revops.forecast.selectors.page import Forecast


class ForecastQuery(QuerySerializer):
    rep_id = serializers.UUIDField(
        required=False, help_text="Default: all reps whose deals the user can see."
    )


class CommitRequest(CamelSerializer):
    """A commit. Without `repId` it is for all if the user is a manager who sees all, else for the user."""

    rep_id = serializers.UUIDField(required=False, allow_null=True)
    value = number(max_digits=18, decimal_places=2, min_value=0)
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)

    example = {"value": 250000, "note": "Two deals are certain"}


class ForecastShape(CamelSerializer):
    """A forecast in the organization's currency.

    `commitValue` is the commit, or the sum of deals in this category without one.
    `weightedValue` = closedValue + commitValue + bestCaseValue x 0.5 + pipelineValue x 0.25, to the cent.
    `commitDealsValue` and `weightedDealsValue` ignore commits.
    """

    period = serializers.CharField()
    rep_id = serializers.UUIDField(allow_null=True)
    pipeline_value = number(max_digits=40, decimal_places=2)
    best_case_value = number(max_digits=40, decimal_places=2)
    commit_value = number(max_digits=40, decimal_places=2)
    closed_value = number(max_digits=40, decimal_places=2)
    weighted_value = number(max_digits=40, decimal_places=2)
    commit_deals_value = number(max_digits=40, decimal_places=2)
    weighted_deals_value = number(max_digits=40, decimal_places=2)


class MetricsShape(CamelSerializer):
    """`mape` and `bias` are shares of the outcome (0.1 is 10%) over `sampleSize` forecasts; 0 without any."""

    mape = serializers.FloatField()
    bias = serializers.FloatField(help_text="Above 0: forecasts were too high.")
    sample_size = serializers.IntegerField()


class BandShape(CamelSerializer):
    """The band. `confidenceLevel` is 0 with too little history; the band then spans 0 to all open deals."""

    low = serializers.FloatField()
    mid = serializers.FloatField()
    high = serializers.FloatField()
    confidence_level = serializers.FloatField()


class RiskAlertShape(CamelSerializer):
    severity = serializers.ChoiceField(choices=[severity.value for severity in Severity])
    title = serializers.CharField()
    description = serializers.CharField()


class CalibrationShape(CamelSerializer):
    """The accuracy of past forecasts, and the band of this one."""

    metrics = MetricsShape()
    confidence_band = BandShape()
    alerts = RiskAlertShape(many=True)


class RiskAlertsShape(CamelSerializer):
    period = serializers.CharField()
    alerts = RiskAlertShape(many=True)


def calibration_answer(past: Calibration, band: Band, alerts: Sequence[RiskAlert]) -> dict[str, Any]:
    """Return the calibration in the shape of the API."""
    return {
        "metrics": {
            "mape": past.figures.mape or 0,
            "bias": past.figures.bias or 0,
            "sample_size": past.figures.n,
        },
        "confidence_band": {
            "low": round(band.low, 2),
            "mid": round(band.middle, 2),
            "high": round(band.high, 2),
            "confidence_level": band.confidence,
        },
        "alerts": alerts,
    }


def forecast_answer(forecast: Forecast) -> dict[str, Any]:
    """Return a forecast in the shape of the API."""
    total = forecast.total
    return {
        "period": forecast.period.code,
        "rep_id": forecast.rep.pk if forecast.rep else None,
        "pipeline_value": total.sums.pipeline,
        "best_case_value": total.sums.best_case,
        "commit_value": total.committed,
        "closed_value": total.sums.closed,
        "weighted_value": total.weighted,
        "commit_deals_value": total.sums.commit,
        "weighted_deals_value": total.sums.weighted,
    }
