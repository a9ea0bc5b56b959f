"""Forecasts."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from revops.api.serializers import forecast as shapes
from revops.api.views.parsing import read, user_of
from revops.domain.periods import Period
from revops.selectors.forecast import forecast_seen_by
from revops.services.forecast import set_commit


class ForecastView(APIView):
    @extend_schema(parameters=[shapes.ForecastQuery], responses=shapes.ForecastShape)
    def get(self, request: Request, period: str) -> Response:
        """The forecast of a month (2026-11) or quarter (2026-Q4); 404 for what is neither."""
        wanted = read(shapes.ForecastQuery, request.query_params.dict())
        return _answer(request, Period.parse(period), wanted.get("rep_id"))


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
        return _answer(request, found, said.rep_id)


def _answer(request: Request, period: Period, rep_id: UUID | None) -> Response:
    found = forecast_seen_by(user_of(request), period, rep_id)
    return Response(shapes.ForecastShape(shapes.forecast_answer(found)).data)
