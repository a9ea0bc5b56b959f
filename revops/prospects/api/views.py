"""API endpoints of prospects."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.kernel.api.views import ApiView, read
from revops.prospects.api import serializers as shapes
from revops.prospects.selectors.lists import prospects
from revops.prospects.services.qualify import qualify_lead


class ProspectsView(ApiView):
    @extend_schema(
        operation_id="revops_prospects_list",
        parameters=[shapes.ProspectsQuery],
        responses=shapes.ProspectShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """List qualified contacts, the highest scores first."""
        query = read(shapes.ProspectsQuery, request.query_params.dict())
        rows = prospects(query.get("recommendation", "")).select_related(None)
        start = query["offset"]
        found = rows.order_by("-qualification_score", "-pk")[start : start + query["limit"]]
        return Response(shapes.ProspectShape(found, many=True).data)


class QualifyView(ApiView):
    @extend_schema(request=shapes.QualifyRequest, responses=shapes.ProspectShape)
    def post(self, request: Request, contact_id: UUID) -> Response:
        """Qualify a contact now."""
        read(shapes.QualifyRequest, request.data)
        return Response(shapes.ProspectShape(qualify_lead(contact_id=contact_id)).data)
