"""Alerts."""

from typing import cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mauntic.accounts.models import User
from scoring import selectors, services
from scoring.api import serializers as shapes
from scoring.api.views.parsing import read


class AlertsView(APIView):
    @extend_schema(parameters=[shapes.AlertsQuery], responses=shapes.AlertShape(many=True))
    def get(self, request: Request) -> Response:
        """The alerts that the user may see, the earliest deadline first."""
        query = read(shapes.AlertsQuery, request.query_params.dict())
        rows = selectors.alerts_seen_by(cast("User", request.user))
        wanted = {name: query[name] for name in ("status", "priority") if name in query}
        return Response(shapes.AlertShape(rows.filter(**wanted)[: query["limit"]], many=True).data)


class AcknowledgeView(APIView):
    @extend_schema(request=shapes.AcknowledgeRequest, responses=shapes.MessageAnswer)
    def post(self, request: Request, alert_id: UUID) -> Response:
        """Say that the user acts on the alert; said again, it is told who does."""
        read(shapes.AcknowledgeRequest, request.data)
        done = services.acknowledge_alerts(alert_ids=[alert_id], by=cast("User", request.user))
        message = f"Acknowledged before by {done.acknowledged_by}." if done.before else "Acknowledged."
        return Response(shapes.MessageAnswer({"message": message}).data)
