"""API endpoints of the waterfall."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from lead_intelligence.leads.api import FIELDS_TO_ASK_FOR
from lead_intelligence.waterfall import services as waterfall_services
from lead_intelligence.waterfall.api import serializers
from lead_intelligence.waterfall.selectors import rules
from mauntic.accounts.context import require_ops
from mauntic.kernel.api.views import ApiView, read

FIELD_NAME = OpenApiParameter("field_name", location=OpenApiParameter.PATH, enum=FIELDS_TO_ASK_FOR)


class WaterfallsView(ApiView):
    @extend_schema(
        parameters=[serializers.WaterfallQuery], responses=serializers.WaterfallSerializer(many=True)
    )
    def get(self, request: Request) -> Response:
        """List the waterfall of each field."""
        wanted = read(serializers.WaterfallQuery, request.query_params.dict())
        rows = rules.waterfalls(wanted.get("field_name"))
        return Response(serializers.WaterfallSerializer(rows, many=True).data)


class WaterfallView(ApiView):
    @extend_schema(
        parameters=[FIELD_NAME],
        request=serializers.WaterfallRequest,
        responses=serializers.WaterfallSerializer,
    )
    def put(self, request: Request, field_name: str) -> Response:
        """Set the waterfall of a field (ops and admins). Numbers that are left out are kept."""
        require_ops(request)
        wanted = read(serializers.WaterfallRequest, request.data)
        config = waterfall_services.save_waterfall(field_name=field_name, **wanted)
        return Response(serializers.WaterfallSerializer(config).data)
