"""API endpoints of segments."""

from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED, HTTP_204_NO_CONTENT

from mauntic.accounts.context import require_ops
from mauntic.crm.segments.api import shapes
from mauntic.crm.segments.models import Segment
from mauntic.crm.segments.selectors.segments import members, segment_named, segments
from mauntic.crm.segments.services.by_hand import change_members
from mauntic.crm.segments.services.saving import SegmentDraft, delete_segment, save_segment
from mauntic.kernel.api.pagination import LINK, OLDEST_FIRST, paged
from mauntic.kernel.api.views import ApiView, in_api_names, read


class SegmentsView(ApiView):
    @extend_schema(
        operation_id="crm_segments_list",
        parameters=[shapes.SegmentsQuery, LINK],
        responses=shapes.SegmentsPage,
    )
    def get(self, request: Request) -> Response:
        """List segments, oldest first."""
        query = read(shapes.SegmentsQuery, request.query_params.dict())
        return paged(request, segments(), shapes.SegmentShape, query, OLDEST_FIRST)

    @extend_schema(request=shapes.SegmentRequest, responses={201: shapes.SegmentShape})
    def post(self, request: Request) -> Response:
        """Create a segment. Requires the role ops or admin."""
        return _saved(request, None, HTTP_201_CREATED)


class SegmentView(ApiView):
    @extend_schema(responses=shapes.SegmentShape, operation_id="crm_segments_retrieve")
    def get(self, request: Request, segment_id: UUID) -> Response:  # noqa: ARG002 (signature of DRF)
        """Get a segment."""
        return Response(shapes.SegmentShape(segment_named(segment_id)).data)

    @extend_schema(request=shapes.SegmentRequest, responses=shapes.SegmentShape)
    def put(self, request: Request, segment_id: UUID) -> Response:
        """Replace a segment; its kind stays. Members follow new conditions in the background.

        Requires the role ops or admin.
        """
        return _saved(request, segment_id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, segment_id: UUID) -> Response:
        """Delete a segment. 409 while something uses it. Requires the role ops or admin."""
        require_ops(request)
        delete_segment(segment_id=segment_id)
        return Response(status=HTTP_204_NO_CONTENT)


class MembersView(ApiView):
    @extend_schema(
        operation_id="crm_segments_members_list",
        parameters=[shapes.MembersQuery, LINK],
        responses=shapes.MembersPage,
    )
    def get(self, request: Request, segment_id: UUID) -> Response:
        """List the contacts of a segment, oldest first."""
        query = read(shapes.MembersQuery, request.query_params.dict())
        rows = members(segment_named(segment_id).pk)
        return paged(request, rows, shapes.MemberShape, query, OLDEST_FIRST)

    @extend_schema(request=shapes.MembersRequest, responses=shapes.MembersAnswer)
    def post(self, request: Request, segment_id: UUID) -> Response:
        """Add contacts to a segment of the kind `by_hand`, and remove others.

        Requires the role ops or admin.
        """
        require_ops(request)
        wanted = read(shapes.MembersRequest, request.data)
        with in_api_names({}):
            added, removed = change_members(segment_id=segment_id, **wanted)
        return Response(shapes.MembersAnswer({"added": added, "removed": removed}).data)


@transaction.atomic
def _saved(request: Request, segment_id: UUID | None, status: int = 200) -> Response:
    by = require_ops(request)
    draft = SegmentDraft(**read(shapes.SegmentRequest, request.data))
    with in_api_names({}):
        saved: Segment = save_segment(draft=draft, by=by, segment_id=segment_id)
    return Response(shapes.SegmentShape(saved).data, status=status)
