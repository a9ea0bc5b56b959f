"""Intent signals."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mauntic.kernel import clock
from mauntic.kernel.api.idempotency import idempotent
from mauntic.kernel.errors import Conflict
from scoring import selectors, services
from scoring.api import serializers as shapes
from scoring.api.views.parsing import read, require_ops

CREATED = 201


class SignalsOfContactView(APIView):
    @extend_schema(parameters=[shapes.SignalsQuery], responses=shapes.SignalShape(many=True))
    def get(self, request: Request, contact_id: UUID) -> Response:
        """The signals of a contact, latest first, with what is left of their weight."""
        query = read(shapes.SignalsQuery, request.query_params.dict())
        selectors.require_contact(contact_id)
        rows = selectors.signals_of(contact_id, active_only=query["active_only"])
        return Response(shapes.SignalShape(rows, many=True).data)


class SignalsView(APIView):
    @extend_schema(request=shapes.SignalRequest, responses={CREATED: shapes.SignalShape})
    @idempotent
    def post(self, request: Request) -> Response:
        """Record a signal of a third party."""
        wanted = read(shapes.SignalRequest, request.data)
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


class SignalTypesView(APIView):
    @extend_schema(responses=shapes.SignalTypeShape(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002 (signature of DRF)
        """The types of signals, the heaviest first."""
        return Response(shapes.SignalTypeShape(selectors.signal_types(), many=True).data)


class SignalTypeView(APIView):
    @extend_schema(request=shapes.SignalTypeRequest, responses=shapes.SignalTypeShape)
    def put(self, request: Request, signal_type: str) -> Response:
        """Change what signals of a type count from now on; those that are there keep what they have."""
        require_ops(request, "change signal types")
        wanted = read(shapes.SignalTypeRequest, request.data)
        row = services.change_signal_type(code=signal_type, change=services.SignalTypeChange(**wanted))
        return Response(shapes.SignalTypeShape(row).data)
