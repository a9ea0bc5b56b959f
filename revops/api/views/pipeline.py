"""The pipeline's numbers."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mauntic.kernel.errors import Invalid, NotFound
from revops.api.serializers import pipeline as shapes
from revops.api.views.parsing import read, user_of
from revops.domain.periods import Period
from revops.selectors.pipeline import pipeline


class PipelineMetricsView(APIView):
    @extend_schema(parameters=[shapes.PipelineQuery], responses=shapes.PipelineShape)
    def get(self, request: Request) -> Response:
        """What the deals that the user sees come to, of a period where one is given."""
        query = read(shapes.PipelineQuery, request.query_params.dict())
        period = _period(query["period"]) if "period" in query else None
        return Response(shapes.PipelineShape(pipeline(user_of(request), period)).data)


def _period(code: str) -> Period:
    try:
        return Period.parse(code)
    except NotFound as error:
        raise Invalid({"period": error.message}) from error
