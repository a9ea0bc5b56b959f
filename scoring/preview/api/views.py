"""The API of previews."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.context import require_ops
from mauntic.kernel.api.views import ApiView, in_api_names, read
from scoring.preview import selectors
from scoring.preview.api import serializers as shapes
from scoring.versions.api.serializers import ConfigRequest
from scoring.versions.api.views import API_NAMES, changes_in
from scoring.versions.selectors import warnings
from scoring.versions.services.publish import proposed_model


class PreviewView(ApiView):
    @extend_schema(request=ConfigRequest, responses=shapes.PreviewAnswer)
    def post(self, request: Request) -> Response:
        """Return the effect of changes on all leads, without writing."""
        require_ops(request)
        wanted = read(ConfigRequest, request.data)
        with in_api_names(API_NAMES, rest=str):
            model = proposed_model(**changes_in(wanted))
        named = {config["factor"] for config in wanted["configs"]}
        context = {"warnings": warnings.model_warnings(model, named)}
        return Response(shapes.PreviewAnswer(selectors.preview_model(model), context=context).data)
