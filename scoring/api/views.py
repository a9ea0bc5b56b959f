"""The endpoints: parse, call one service or selector, shape the answer."""

from typing import Any, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mauntic.accounts.models import User
from mauntic.kernel import clock
from mauntic.kernel.api.serializers import CamelSerializer
from mauntic.kernel.errors import Conflict, NotAllowed
from scoring import selectors, services
from scoring.api import serializers as shapes

CREATED = 201


def _read(serializer: type[CamelSerializer], data: object) -> dict[str, Any]:
    reader = serializer(data=data)
    reader.is_valid(raise_exception=True)
    return dict(reader.validated_data)


def _require_ops(request: Request, what: str) -> User:
    user = cast("User", request.user)
    if not user.is_ops:
        raise NotAllowed(f"Only ops and admins may {what}.")
    return user


class ScoreView(APIView):
    @extend_schema(responses=shapes.ScoreShape)
    def get(self, request: Request, contact_id: UUID) -> Response:  # noqa: ARG002 (signature of DRF)
        """The score of a contact."""
        return Response(shapes.ScoreShape(selectors.score_of(contact_id)).data)


class HistoryView(APIView):
    @extend_schema(parameters=[shapes.HistoryQuery], responses=shapes.HistoryShape(many=True))
    def get(self, request: Request, contact_id: UUID) -> Response:
        """The last score of each day on which it changed, oldest first."""
        query = _read(shapes.HistoryQuery, request.query_params.dict())
        rows = selectors.history_between(
            contact_id, since=query.get("from"), until=query.get("to"), limit=query["limit"]
        )
        return Response(shapes.HistoryShape(rows, many=True).data)


class SignalsOfContactView(APIView):
    @extend_schema(parameters=[shapes.SignalsQuery], responses=shapes.SignalShape(many=True))
    def get(self, request: Request, contact_id: UUID) -> Response:
        """The signals of a contact, latest first, with what is left of their weight."""
        query = _read(shapes.SignalsQuery, request.query_params.dict())
        selectors.require_contact(contact_id)
        rows = selectors.signals_of(contact_id, active_only=query["active_only"])
        return Response(shapes.SignalShape(rows, many=True).data)


class RecalculateView(APIView):
    @extend_schema(request=shapes.RecalculateRequest, responses=shapes.RecalculateAnswer)
    def post(self, request: Request) -> Response:
        """Score one contact or all now."""
        wanted = _read(shapes.RecalculateRequest, request.data)
        contact_id = wanted.get("contact_id")
        if contact_id is None:
            _require_ops(request, "score everybody")
        else:
            selectors.require_contact(contact_id)
        done = services.rescore(
            contact_ids=None if contact_id is None else [contact_id], chunk=wanted["batch_size"]
        )
        message = f"{done.contacts} scored, {done.changed} changed."
        return Response(
            shapes.RecalculateAnswer({"message": message, "contacts_processed": done.contacts}).data
        )


class ConfigView(APIView):
    @extend_schema(responses=shapes.FactorShape(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002 (signature of DRF)
        """The factors of the model in force."""
        return Response(shapes.FactorShape(selectors.version_in_force().factors.all(), many=True).data)

    @extend_schema(request=shapes.ConfigRequest, responses=shapes.MessageAnswer)
    def put(self, request: Request) -> Response:
        """Publish a version with these factors changed; those that are not named stay."""
        user = _require_ops(request, "change the scoring model")
        wanted = _read(shapes.ConfigRequest, request.data)
        version = services.set_factors(
            changes=[services.FactorChange(**config) for config in wanted["configs"]], by=user
        )
        return Response({"message": f"Version {version.version} of the model is in force."})


class LeaderboardView(APIView):
    @extend_schema(parameters=[shapes.LeaderboardQuery], responses=shapes.ScoreShape(many=True))
    def get(self, request: Request) -> Response:
        """The best scores, best first."""
        query = _read(shapes.LeaderboardQuery, request.query_params.dict())
        return Response(shapes.ScoreShape(selectors.ranked()[: query["limit"]], many=True).data)


class SignalsView(APIView):
    @extend_schema(request=shapes.SignalRequest, responses={CREATED: shapes.SignalShape})
    def post(self, request: Request) -> Response:
        """Record a signal of a third party."""
        wanted = _read(shapes.SignalRequest, request.data)
        at = clock.now()
        signal = services.Detected(
            contact_id=selectors.contact_named(
                contact_id=wanted.get("contact_id"), email=wanted.get("email")
            ),
            type=wanted["signal_type"],
            source=wanted["source"],
            detected_at=wanted.get("detected_at", at),
            metadata=wanted["metadata"],
        )
        rows = services.record_signals(signals=[signal])
        if not rows:
            raise Conflict(f"Signals of type {signal.type} are switched off in the settings.")
        return Response(shapes.SignalShape(selectors.shown(rows[0], at)).data, status=CREATED)
