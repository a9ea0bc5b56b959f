"""The API of the scoring model."""

from typing import Any

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.context import require_ops
from mauntic.kernel.api.views import ApiView, in_api_names, read
from scoring.model.selectors import versions
from scoring.versions.api import serializers as shapes
from scoring.versions.selectors import warnings
from scoring.versions.services import publish

API_NAMES = {"base_points": "basePoints"}


def changes_in(wanted: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of `set_factors` and `proposed_model` from a `ConfigRequest`."""
    return {
        "changes": [publish.FactorChange(**config) for config in wanted["configs"]],
        "caps": wanted.get("caps"),
        "base_points": wanted.get("base_points"),
    }


class ConfigView(ApiView):
    @extend_schema(responses=shapes.FactorShape(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002 (signature of DRF)
        """List the factors of the model in force."""
        return Response(shapes.FactorShape(versions.version_in_force().factors.all(), many=True).data)

    @extend_schema(request=shapes.ConfigRequest, responses=shapes.ConfigAnswer)
    def put(self, request: Request) -> Response:
        """Publish a version with these changes. Other factors stay."""
        user = require_ops(request)
        wanted = read(shapes.ConfigRequest, request.data)
        with in_api_names(API_NAMES, rest=str):  # the other names are those of factors
            version = publish.set_factors(
                **changes_in(wanted),
                note=wanted.get("note", ""),
                by=user,
                tell_crossings=wanted["tell_crossings"],
            )
        named = {config["factor"] for config in wanted["configs"]}
        answer: dict[str, Any] = {
            "message": gettext("Version {version} of the model is in force.").format(version=version.version)
        }
        if found := warnings.model_warnings(version.model(), named):
            answer["warnings"] = found
        return Response(shapes.ConfigAnswer(answer).data)
