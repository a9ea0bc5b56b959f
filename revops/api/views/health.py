"""How a deal is doing, and what to do next about it."""

from typing import cast
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mauntic.accounts.models import User
from mauntic.kernel.errors import Invalid
from revops.api.serializers.health import InspectorShape, MomentQuery, NextBestActionShape
from revops.selectors.health import Inspection, inspect_deal

# Text in the route, so that an odd id is told in the error body of the API and not by an error page.
_DEAL_ID = OpenApiParameter("deal_id", OpenApiTypes.UUID, OpenApiParameter.PATH)


class NextBestActionView(APIView):
    @extend_schema(parameters=[_DEAL_ID, MomentQuery], responses=NextBestActionShape)
    def get(self, request: Request, deal_id: str) -> Response:
        """The one thing to do next about a deal, and why."""
        return Response(NextBestActionShape(_inspected(request, deal_id)).data)


class DealInspectorView(APIView):
    @extend_schema(parameters=[_DEAL_ID, MomentQuery], responses=InspectorShape)
    def get(self, request: Request, deal_id: str) -> Response:
        """How a deal is doing, with everything that was looked at."""
        return Response(InspectorShape(_inspected(request, deal_id)).data)


def _inspected(request: Request, deal_id: str) -> Inspection:
    query = MomentQuery(data=request.query_params.dict())
    query.is_valid(raise_exception=True)
    try:
        known = UUID(deal_id)
    except ValueError:
        raise Invalid({"dealId": f"“{deal_id}” is no id of a deal. Give a UUID."}) from None
    return inspect_deal(cast("User", request.user), known, query.validated_data.get("now"))
