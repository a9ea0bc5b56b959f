"""API endpoints of deal health and next best actions."""

from typing import cast
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.models import User
from mauntic.kernel.api.views import ApiView, read
from mauntic.kernel.errors import Invalid
from revops.health.api.serializers import InspectorShape, MomentQuery, NextBestActionShape
from revops.health.selectors.deals import Inspection, inspect_deal

# A string in the route, so that a malformed id gets an error of the API and not an HTML page.
_DEAL_ID = OpenApiParameter("deal_id", OpenApiTypes.UUID, OpenApiParameter.PATH)


class NextBestActionView(ApiView):
    @extend_schema(parameters=[_DEAL_ID, MomentQuery], responses=NextBestActionShape)
    def get(self, request: Request, deal_id: str) -> Response:
        """Get the next best action of a deal with its reason."""
        return Response(NextBestActionShape(_inspected(request, deal_id)).data)


class DealInspectorView(ApiView):
    @extend_schema(parameters=[_DEAL_ID, MomentQuery], responses=InspectorShape)
    def get(self, request: Request, deal_id: str) -> Response:
        """Get the health of a deal with all signals."""
        return Response(InspectorShape(_inspected(request, deal_id)).data)


def _inspected(request: Request, deal_id: str) -> Inspection:
    moment = read(MomentQuery, request.query_params.dict()).get("now")
    try:
        known = UUID(deal_id)
    except ValueError:
        raise Invalid(
            {"dealId": _('"{id}" is not the id of a deal. Send a UUID.').format(id=deal_id)}
        ) from None
    return inspect_deal(cast("User", request.user), known, moment)
