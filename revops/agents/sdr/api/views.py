"""API endpoints of the SDR agent."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.kernel.api.views import ApiView, read
from revops.agents.sdr.api.shapes import SdrPlanShape, SdrQualifyRequest
from revops.agents.sdr.services.qualifying import qualify_and_plan


class SdrQualifyView(ApiView):
    @extend_schema(
        request=SdrQualifyRequest,
        responses={200: SdrPlanShape(many=True)},
        operation_id="revops_agents_sdr_qualify_create",
    )
    def post(self, request: Request) -> Response:
        """Qualify contacts now, and let the SDR agent decide about them. Unknown contacts answer 404."""
        wanted = read(SdrQualifyRequest, request.data)
        ids = wanted.get("contact_ids") or [wanted["contact_id"]]
        return Response(SdrPlanShape(qualify_and_plan(contact_ids=ids), many=True).data)
