"""API endpoint of the pipeline metrics."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.context import signed_in
from mauntic.kernel.api.views import ApiView, read
from mauntic.kernel.errors import Invalid, NotFound
from revops.forecast.domain.periods import Period
from revops.pipeline.api import serializers as shapes
from revops.pipeline.selectors.metrics import pipeline


class PipelineMetricsView(ApiView):
    @extend_schema(parameters=[shapes.PipelineQuery], responses=shapes.PipelineShape)
    def get(self, request: Request) -> Response:
        """Get totals of the deals that the user can see, optionally of one period."""
        query = read(shapes.PipelineQuery, request.query_params.dict())
        period = _period(query["period"]) if "period" in query else None
        return Response(shapes.PipelineShape(pipeline(signed_in(request), period)).data)


def _period(code: str) -> Period:
    try:
        return Period.parse(code)
    except NotFound as error:
        raise Invalid({"period": error.message}) from error
