"""The API of scores."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.kernel.api.views import ApiView, read
from scoring.scores.api import serializers
from scoring.scores.selectors import contacts, history, ranking


class ScoreView(ApiView):
    @extend_schema(responses=serializers.ScoreShape)
    def get(self, request: Request, contact_id: UUID) -> Response:  # noqa: ARG002 (signature of DRF)
        """Return the score of a contact."""
        return Response(serializers.ScoreShape(contacts.score_of(contact_id)).data)


class HistoryView(ApiView):
    @extend_schema(parameters=[serializers.HistoryQuery], responses=serializers.HistoryShape(many=True))
    def get(self, request: Request, contact_id: UUID) -> Response:
        """List the last score of each day on which it changed, oldest first."""
        query = read(serializers.HistoryQuery, request.query_params.dict())
        rows = history.history_between(
            contact_id, since=query.get("from"), until=query.get("to"), limit=query["limit"]
        )
        return Response(serializers.HistoryShape(rows, many=True).data)


class LeaderboardView(ApiView):
    @extend_schema(parameters=[serializers.LeaderboardQuery], responses=serializers.ScoreShape(many=True))
    def get(self, request: Request) -> Response:
        """List the highest scores, highest first."""
        query = read(serializers.LeaderboardQuery, request.query_params.dict())
        return Response(serializers.ScoreShape(ranking.ranked()[: query["limit"]], many=True).data)
