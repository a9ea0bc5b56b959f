"""The API of alerts."""

from typing import cast
from uuid import UUID

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.models import User
from mauntic.kernel.api.pagination import LINK, Order, next_link, walk
from mauntic.kernel.api.views import ApiView, read
from scoring.alerts.api import serializers as shapes
from scoring.alerts.selectors import shown
from scoring.alerts.services import moves

# A deadline is set once, when the alert is made.
EARLIEST_DEADLINE_FIRST = Order("deadline")


class AlertsView(ApiView):
    @extend_schema(parameters=[shapes.AlertsQuery, LINK], responses=shapes.AlertShape(many=True))
    def get(self, request: Request) -> Response:
        """List the alerts that the user may see, earliest deadline first.

        Follow the `Link` header to read further pages.
        """
        query = read(shapes.AlertsQuery, request.query_params.dict())
        rows = shown.alerts_seen_by(cast("User", request.user))
        wanted = {name: query[name] for name in ("status", "priority") if name in query}
        found = walk(rows.filter(**wanted), EARLIEST_DEADLINE_FIRST, query)
        headers = next_link(request, found.next_cursor)
        return Response(shapes.AlertShape(found.rows, many=True).data, headers=headers)


class AcknowledgeView(ApiView):
    @extend_schema(request=shapes.AcknowledgeRequest, responses=shapes.MessageAnswer)
    def post(self, request: Request, alert_id: UUID) -> Response:
        """Acknowledge an alert. If it was acknowledged before, the message names the user who did."""
        read(shapes.AcknowledgeRequest, request.data)
        done = moves.acknowledge_alerts(alert_ids=[alert_id], by=cast("User", request.user))
        message = moves.already_acknowledged(done) if done.before else gettext("Acknowledged.")
        return Response(shapes.MessageAnswer({"message": message}).data)
