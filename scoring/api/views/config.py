"""The scoring model."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from scoring import selectors, services
from scoring.api import serializers as shapes
from scoring.api.views.parsing import read, require_ops


class ConfigView(APIView):
    @extend_schema(responses=shapes.FactorShape(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002 (signature of DRF)
        """The factors of the model in force."""
        return Response(shapes.FactorShape(selectors.version_in_force().factors.all(), many=True).data)

    @extend_schema(request=shapes.ConfigRequest, responses=shapes.MessageAnswer)
    def put(self, request: Request) -> Response:
        """Publish a version with these factors changed; those that are not named stay."""
        user = require_ops(request, "change the scoring model")
        wanted = read(shapes.ConfigRequest, request.data)
        version = services.set_factors(
            changes=[services.FactorChange(**config) for config in wanted["configs"]], by=user
        )
        return Response({"message": f"Version {version.version} of the model is in force."})
