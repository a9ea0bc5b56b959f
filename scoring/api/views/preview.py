"""What a changed model would do."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from scoring import selectors, services
from scoring.api import serializers as shapes
from scoring.api.views.config import changes_in
from scoring.api.views.parsing import read, require_ops


class PreviewView(APIView):
    @extend_schema(request=shapes.ConfigRequest, responses=shapes.PreviewAnswer)
    def post(self, request: Request) -> Response:
        """Hold these changes against all leads; nothing is written."""
        require_ops(request, "preview the scoring model")
        wanted = read(shapes.ConfigRequest, request.data)
        model = services.proposed_model(**changes_in(wanted))
        named = {config["factor"] for config in wanted["configs"]}
        context = {"warnings": selectors.model_warnings(model, named)}
        return Response(shapes.PreviewAnswer(selectors.preview(model), context=context).data)
