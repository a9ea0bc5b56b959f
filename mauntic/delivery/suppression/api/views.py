"""API endpoints of suppressed addresses."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.context import require_ops
from mauntic.delivery.suppression.api import serializers as shapes
from mauntic.delivery.suppression.models import Reason
from mauntic.delivery.suppression.selectors import suppressions
from mauntic.delivery.suppression.services import allow_again, suppress
from mauntic.kernel.api.pagination import LINK, NEWEST_FIRST, paged
from mauntic.kernel.api.views import ApiView, in_api_names, read


class SuppressionsView(ApiView):
    @extend_schema(
        operation_id="delivery_suppressions_list",
        parameters=[shapes.SuppressionQuery, LINK],
        responses=shapes.SuppressionPage,
    )
    def get(self, request: Request) -> Response:
        """List suppressed addresses, newest first. `email` looks one up."""
        query = read(shapes.SuppressionQuery, request.query_params.dict())
        rows = suppressions(query["email"], query.get("reason", ""))
        return paged(request, rows, shapes.SuppressionShape, query, NEWEST_FIRST)

    @extend_schema(request=shapes.NewSuppression, responses={201: shapes.SuppressionShape})
    def post(self, request: Request) -> Response:
        """Suppress an address. One that is suppressed keeps its reason. Requires the role ops or admin."""
        user = require_ops(request)
        wanted = read(shapes.NewSuppression, request.data)
        with in_api_names({"address": "email"}):
            suppress(addresses=[wanted["email"]], reason=Reason(wanted["reason"]), source=str(user))
        row = suppressions(wanted["email"]).order_by("scope_kind")[0]
        return Response(shapes.SuppressionShape(row).data, status=status.HTTP_201_CREATED)


class SuppressionView(ApiView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, suppression_id: UUID) -> Response:
        """Let an address get email again. Requires the role ops or admin.

        Conflicts for people who complained or were erased.
        """
        allow_again(suppression_id=suppression_id, by=require_ops(request))
        return Response(status=status.HTTP_204_NO_CONTENT)
