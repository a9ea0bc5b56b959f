"""Forecasts."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from revops.api.serializers import forecast as shapes
from revops.api.views.parsing import read, user_of
from revops.domain.periods import Period
from revops.selectors.calibration import calibration_before
from revops.selectors.forecast import Forecast, forecast_seen_by
from revops.selectors.forecast_band import band_of
from revops.selectors.forecast_risks import risk_alerts
from revops.services.forecast import set_commit


class ForecastView(APIView):
    @extend_schema(parameters=[shapes.ForecastQuery], responses=shapes.ForecastShape)
    def get(self, request: Request, period: str) -> Response:
        """The forecast of a month (2026-11) or quarter (2026-Q4); 404 for what is neither."""
        return _shown(_wanted(request, period))


class CommitView(APIView):
    @extend_schema(request=shapes.CommitRequest, responses=shapes.ForecastShape)
    def put(self, request: Request, period: str) -> Response:
        """Say what will close; what was said before stays on record."""
        found = Period.parse(period)
        wanted = read(shapes.CommitRequest, request.data)
        said = set_commit(
            period=found,
            value=wanted["value"],
            rep_id=wanted.get("rep_id"),
            note=wanted.get("note", ""),
            by=user_of(request),
        )
        return _shown(forecast_seen_by(user_of(request), found, said.rep_id))


class CalibrationView(APIView):
    @extend_schema(parameters=[shapes.ForecastQuery], responses=shapes.CalibrationShape)
    def get(self, request: Request, period: str) -> Response:
        """How far off the forecasts of earlier periods were, and between what this one will end."""
        found = _wanted(request, period)
        past = calibration_before(found.period, found.owners)
        risks = risk_alerts(found, past=past)
        answer = shapes.calibration_answer(past, band_of(found), risks)
        return Response(shapes.CalibrationShape(answer).data)


class RiskAlertsView(APIView):
    @extend_schema(parameters=[shapes.ForecastQuery], responses=shapes.RiskAlertsShape)
    def get(self, request: Request, period: str) -> Response:
        """What puts the forecast at risk, the worst first."""
        found = _wanted(request, period)
        answer = {"period": found.period.code, "alerts": risk_alerts(found)}
        return Response(shapes.RiskAlertsShape(answer).data)


def _wanted(request: Request, period: str) -> Forecast:
    wanted = read(shapes.ForecastQuery, request.query_params.dict())
    return forecast_seen_by(user_of(request), Period.parse(period), wanted.get("rep_id"))


def _shown(found: Forecast) -> Response:
    return Response(shapes.ForecastShape(shapes.forecast_answer(found)).data)
