"""The API of thresholds and capacity."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.context import require_ops
from mauntic.kernel.api.views import ApiView, read
from scoring.thresholds import selectors, services
from scoring.thresholds.api import serializers as shapes


class SettingsView(ApiView):
    @extend_schema(responses=shapes.SettingsShape)
    def get(self, request: Request) -> Response:  # noqa: ARG002 (signature of DRF)
        """Return the thresholds, and the number of new A leads that a rep can handle in a week."""
        return Response(shapes.SettingsShape(selectors.scoring_settings()).data)

    @extend_schema(request=shapes.SettingsRequest, responses=shapes.SettingsShape)
    def put(self, request: Request) -> Response:
        """Change thresholds and capacity. A new threshold applies from the next change of a score."""
        user = require_ops(request)
        wanted = read(shapes.SettingsRequest, request.data)
        return Response(shapes.SettingsShape(services.change_settings(**wanted, by=user)).data)
