"""Scores of contacts."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from scoring import selectors, services
from scoring.api import serializers as shapes
from scoring.api.views.parsing import read, require_ops

# A request that scores more would be cut off before it answers.
MOST_AT_ONCE = 5_000


class ScoreView(APIView):
    @extend_schema(responses=shapes.ScoreShape)
    def get(self, request: Request, contact_id: UUID) -> Response:  # noqa: ARG002 (signature of DRF)
        """The score of a contact."""
        return Response(shapes.ScoreShape(selectors.score_of(contact_id)).data)


class HistoryView(APIView):
    @extend_schema(parameters=[shapes.HistoryQuery], responses=shapes.HistoryShape(many=True))
    def get(self, request: Request, contact_id: UUID) -> Response:
        """The last score of each day on which it changed, oldest first."""
        query = read(shapes.HistoryQuery, request.query_params.dict())
        rows = selectors.history_between(
            contact_id, since=query.get("from"), until=query.get("to"), limit=query["limit"]
        )
        return Response(shapes.HistoryShape(rows, many=True).data)


class RecalculateView(APIView):
    @extend_schema(request=shapes.RecalculateRequest, responses=shapes.RecalculateAnswer)
    def post(self, request: Request) -> Response:
        """Score one contact or all: now, or more than 5,000 in the background, as `message` says then."""
        wanted = read(shapes.RecalculateRequest, request.data)
        contact_id = wanted.get("contact_id")
        if contact_id is not None:
            selectors.require_contact(contact_id)
            return _scored(services.rescore(contact_ids=[contact_id]))
        user = require_ops(request, "score everybody")
        if not selectors.more_contacts_than(MOST_AT_ONCE):
            return _scored(services.rescore(chunk=wanted["batch_size"]))
        job = services.start_recalculation(by=user)
        return _processed(f"{job.total} are being scored in the background.", job.total)


def _scored(done: services.Rescored) -> Response:
    return _processed(f"{done.contacts} scored, {done.changed} changed.", done.contacts)


def _processed(message: str, count: int) -> Response:
    return Response(shapes.RecalculateAnswer({"message": message, "contacts_processed": count}).data)


class LeaderboardView(APIView):
    @extend_schema(parameters=[shapes.LeaderboardQuery], responses=shapes.ScoreShape(many=True))
    def get(self, request: Request) -> Response:
        """The best scores, best first."""
        query = read(shapes.LeaderboardQuery, request.query_params.dict())
        return Response(shapes.ScoreShape(selectors.ranked()[: query["limit"]], many=True).data)
