"""The scoring model."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from scoring import selectors, services
from scoring.api import serializers as shapes
from scoring.api.views.parsing import read, require_ops


def changes_in(wanted: dict[str, Any]) -> dict[str, Any]:
    """The changes of a `ConfigRequest`, as `set_factors` and `proposed_model` take them."""
    return {
        "changes": [services.FactorChange(**config) for config in wanted["configs"]],
        "caps": wanted.get("caps"),
        "base_points": wanted.get("base_points"),
    }


class ConfigView(APIView):
    @extend_schema(responses=shapes.FactorShape(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002 (signature of DRF)
        """The factors of the model in force."""
        return Response(shapes.FactorShape(selectors.version_in_force().factors.all(), many=True).data)

    @extend_schema(request=shapes.ConfigRequest, responses=shapes.ConfigAnswer)
    def put(self, request: Request) -> Response:
        """Publish a version with these factors changed; those that are not named stay."""
        user = require_ops(request, "change the scoring model")
        wanted = read(shapes.ConfigRequest, request.data)
        version = services.set_factors(**changes_in(wanted), note=wanted.get("note", ""), by=user)
        named = {config["factor"] for config in wanted["configs"]}
        answer: dict[str, Any] = {"message": f"Version {version.version} of the model is in force."}
        if warnings := selectors.model_warnings(version.model(), named):
            answer["warnings"] = warnings
        return Response(shapes.ConfigAnswer(answer).data)
