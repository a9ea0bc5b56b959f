"""Deals."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mauntic.kernel.api.idempotency import idempotent
from revops import selectors, services
from revops.api.serializers import deals as shapes
from revops.api.views.parsing import etag, in_api_names, read, user_of, version_wanted
from revops.models import Deal

CREATED = 201
IF_MATCH = OpenApiParameter(
    "If-Match",
    location=OpenApiParameter.HEADER,
    description="The ETag of the deal as it was read: 409 when somebody has changed it since.",
)


class DealsView(APIView):
    @extend_schema(
        operation_id="revops_deals_list",
        parameters=[shapes.DealsQuery],
        responses=shapes.DealShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """The deals that the user sees, the newest first."""
        query = read(shapes.DealsQuery, request.query_params.dict())
        rows = selectors.deals(user_of(request)).select_related(None)
        if "stage" in query:
            rows = rows.filter(stage=query["stage"])
        if "assigned_rep" in query:
            rows = rows.filter(owner=query["assigned_rep"])
        found = rows[query["offset"] : query["offset"] + query["limit"]]
        return Response(shapes.DealShape(found, many=True).data)

    @extend_schema(request=shapes.DealRequest, responses={CREATED: shapes.DealShape})
    @idempotent
    def post(self, request: Request) -> Response:
        """Add a deal."""
        draft = services.DealDraft(**read(shapes.DealRequest, request.data))
        with in_api_names():
            deal = services.create_deal(draft=draft, by=user_of(request))
        return _answer(deal, status=CREATED)


class DealView(APIView):
    @extend_schema(responses=shapes.DealShape)
    def get(self, request: Request, deal_id: UUID) -> Response:
        """One deal."""
        return _answer(selectors.deal(deal_id, user_of(request)))

    @extend_schema(parameters=[IF_MATCH], request=shapes.DealChanges, responses=shapes.DealShape)
    def patch(self, request: Request, deal_id: UUID) -> Response:
        """Change the given fields."""
        changes = read(shapes.DealChanges, request.data)
        with in_api_names():
            deals = services.change_deals(
                deal_ids=[deal_id],
                changes=changes,
                by=user_of(request),
                versions=_versions(request, deal_id),
            )
        return _answer(deals[0])


class StageView(APIView):
    @extend_schema(parameters=[IF_MATCH], request=shapes.StageRequest, responses=shapes.DealShape)
    def put(self, request: Request, deal_id: UUID) -> Response:
        """Move a deal to a stage; 409 when the move is not allowed, and `details` says what it lacks."""
        wanted = read(shapes.StageRequest, request.data)
        user = user_of(request)
        moved = services.move_deals(
            deal_ids=[deal_id],
            stage=wanted["stage"],
            lost_reason=wanted["lost_reason"],
            by=user,
            versions=_versions(request, deal_id),
        )
        return _answer(moved[0] if moved else selectors.deal(deal_id, user))


def _versions(request: Request, deal_id: UUID) -> dict[UUID, int] | None:
    version = version_wanted(request)
    return None if version is None else {deal_id: version}


def _answer(deal: Deal, **kwargs: Any) -> Response:
    return Response(shapes.DealShape(deal).data, headers=etag(deal), **kwargs)
