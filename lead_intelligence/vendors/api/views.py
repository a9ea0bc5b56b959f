"""API endpoints of vendors."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from lead_intelligence.vendors.api import serializers
from lead_intelligence.vendors.selectors import providers as configured
from lead_intelligence.vendors.services import accounts
from mauntic.accounts.context import require_ops
from mauntic.kernel.api.views import ApiView, read

PROVIDER_ID = OpenApiParameter(
    "provider_id", {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,40}$"}, OpenApiParameter.PATH
)


class ProvidersView(ApiView):
    @extend_schema(responses=serializers.ProviderSerializer(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002 (signature of DRF)
        """List vendors by priority. API keys are never returned."""
        return Response(serializers.ProviderSerializer(configured.all_providers(), many=True).data)


class ProviderView(ApiView):
    @extend_schema(
        parameters=[PROVIDER_ID],
        request=serializers.ProviderRequest,
        responses=serializers.ProviderSerializer,
    )
    def put(self, request: Request, provider_id: str) -> Response:
        """Create or update a vendor (ops and admins)."""
        require_ops(request)
        wanted = read(serializers.ProviderRequest, request.data)
        return Response(
            serializers.ProviderSerializer(accounts.save_provider(slug=provider_id, **wanted)).data
        )


class HealthView(ApiView):
    @extend_schema(parameters=[serializers.HealthRequest], responses=serializers.HealthSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the circuit breakers of vendors."""
        wanted = read(serializers.HealthRequest, request.query_params.dict())
        return Response(
            serializers.HealthSerializer(configured.health(wanted.get("provider_id")), many=True).data
        )
