"""API endpoints of forecasts."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.context import signed_in
from mauntic.kernel.api.views import ApiView, read
from revops.forecast.api import serializers as shapes
from revops.forecast.domain.periods import Period
from revops.forecast.selectors.band import band_of
from revops.forecast.selectors.calibration import calibration_before
from revops.forecast.selectors.page import Forecast, forecast_seen_by
from revops.forecast.selectors.risks import risk_alerts
from revops.forecast.services.commits import set_commit


class ForecastView(ApiView):
    @extend_schema(parameters=[shapes.ForecastQuery], responses=shapes.ForecastShape)
    def get(self, request: Request, period: str) -> Response:
        """Get the forecast of a month (2026-11) or quarter (2026-Q4)."""
        return _shown(_wanted(request, period))


class CommitView(ApiView):
    @extend_schema(request=shapes.CommitRequest, responses=shapes.ForecastShape)
    def put(self, request: Request, period: str) -> Response:
        """Set a commit. Earlier commits stay in the history."""
        found = Period.parse(period)
        wanted = read(shapes.CommitRequest, request.data)
        new = set_commit(
            period=found,
            value=wanted["value"],
            rep_id=wanted.get("rep_id"),
            note=wanted.get("note", ""),
            by=signed_in(request),
        )
        return _shown(forecast_seen_by(signed_in(request), found, new.rep_id))


class CalibrationView(ApiView):
    @extend_schema(parameters=[shapes.ForecastQuery], responses=shapes.CalibrationShape)
    def get(self, request: Request, period: str) -> Response:
        """Get the accuracy of past forecasts and the band of this one."""
        found = _wanted(request, period)
        past = calibration_before(found.period, found.owners)
        risks = risk_alerts(found, past=past)
        answer = shapes.calibration_answer(past, band_of(found), risks)
        return Response(shapes.CalibrationShape(answer).data)


class RiskAlertsView(ApiView):
    @extend_schema(parameters=[shapes.ForecastQuery], responses=shapes.RiskAlertsShape)
    def get(self, request: Request, period: str) -> Response:
        """List the risks of the forecast, most severe first."""
        found = _wanted(request, period)
        answer = {"period": found.period.code, "alerts": risk_alerts(found)}
        return Response(shapes.RiskAlertsShape(answer).data)


def _wanted(request: Request, period: str) -> Forecast:
    wanted = read(shapes.ForecastQuery, request.query_params.dict())
    return forecast_seen_by(signed_in(request), Period.parse(period), wanted.get("rep_id"))


def _shown(found: Forecast) -> Response:
    return Response(shapes.ForecastShape(shapes.forecast_answer(found)).data)
