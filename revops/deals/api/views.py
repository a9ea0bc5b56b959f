"""API endpoints of deals."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.context import signed_in
from mauntic.kernel.api.pagination import (
    LINK,
    NEWEST_FIRST,
    known_cursor,
    next_link,
    page_answer,
    skipped,
    walk,
)
from mauntic.kernel.api.views import ApiView, in_api_names, read
from revops.deals.api import serializers as shapes
from revops.deals.api.parsing import API_NAMES, etag, version_wanted
from revops.deals.models.deals import Deal
from revops.deals.selectors import visible
from revops.deals.selectors.changes import changes_page, count_changes, keysets_of
from revops.deals.services import create, drafts, moves

CREATED = 201
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^(\*|(W/)?"[0-9]{1,10}")$'},
    location=OpenApiParameter.HEADER,
    description="The ETag of the deal. 409 if somebody changed the deal since.",
)


class DealsView(ApiView):
    @extend_schema(
        operation_id="revops_deals_list",
        parameters=[shapes.DealsQuery, LINK],
        responses=shapes.DealShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """List the deals that the user can see, newest first.

        To read all of them, follow the `Link` header to the end.
        """
        query = read(shapes.DealsQuery, request.query_params.dict())
        rows = visible.deals(signed_in(request)).select_related(None)
        if "stage" in query:
            rows = rows.filter(stage=query["stage"])
        if "assigned_rep" in query:
            rows = rows.filter(owner=query["assigned_rep"])
        found = walk(rows, NEWEST_FIRST, query, skip=query.get("offset", 0))
        headers = next_link(request, found.next_cursor)
        return Response(shapes.DealShape(found.rows, many=True).data, headers=headers)

    @extend_schema(request=shapes.DealRequest, responses={CREATED: shapes.DealShape})
    def post(self, request: Request) -> Response:
        """Create a deal."""
        draft = drafts.DealDraft(**read(shapes.DealRequest, request.data))
        with in_api_names(API_NAMES):
            deal = create.create_deal(draft=draft, by=signed_in(request))
        return _answer(deal, status=CREATED)


class DealView(ApiView):
    @extend_schema(responses=shapes.DealShape)
    def get(self, request: Request, deal_id: UUID) -> Response:
        """Get a deal."""
        return _answer(visible.deal(deal_id, signed_in(request)))

    @extend_schema(parameters=[IF_MATCH], request=shapes.DealChanges, responses=shapes.DealShape)
    def patch(self, request: Request, deal_id: UUID) -> Response:
        """Update the given fields of a deal."""
        changes = read(shapes.DealChanges, request.data)
        with in_api_names(API_NAMES):
            deals = create.change_deals(
                deal_ids=[deal_id],
                changes=changes,
                by=signed_in(request),
                versions=_versions(request, deal_id),
            )
        return _answer(deals[0])


class StageView(ApiView):
    @extend_schema(parameters=[IF_MATCH], request=shapes.StageRequest, responses=shapes.DealShape)
    def put(self, request: Request, deal_id: UUID) -> Response:
        """Move a deal to a stage.

        409 if the move is not allowed; `details` names the missing fields.
        """
        wanted = read(shapes.StageRequest, request.data)
        user = signed_in(request)
        moved = moves.move_deals(
            deal_ids=[deal_id],
            stage=wanted["stage"],
            lost_reason=wanted["lost_reason"],
            by=user,
            versions=_versions(request, deal_id),
        )
        return _answer(moved[0] if moved else visible.deal(deal_id, user))


class DealChangesView(ApiView):
    @extend_schema(
        operation_id="revops_deals_changes_list",
        parameters=[shapes.DealHistoryQuery, LINK],
        responses=shapes.DealHistoryPage,
    )
    def get(self, request: Request, deal_id: UUID) -> Response:
        """List who moved and changed a deal, newest first, with old and new values.

        The ETag is that of the deal after its latest change.
        """
        query = read(shapes.DealHistoryQuery, request.query_params.dict())
        deal = visible.deal(deal_id, signed_in(request))
        tables = keysets_of(deal.pk, field=query.get("field", ""), size=query["limit"])
        cursor = known_cursor(tables[0], query)
        total = count_changes(tables)
        page = changes_page(tables, after=cursor, skip=skipped(query, total))
        rows = shapes.DealHistoryChange(page.rows, many=True)
        answer = page_answer(request, rows, query, total, page.after)
        answer.headers["ETag"] = etag(deal)["ETag"]
        return answer


def _versions(request: Request, deal_id: UUID) -> dict[UUID, int] | None:
    version = version_wanted(request)
    return None if version is None else {deal_id: version}


def _answer(deal: Deal, **kwargs: Any) -> Response:
    return Response(shapes.DealShape(deal).data, headers=etag(deal), **kwargs)
