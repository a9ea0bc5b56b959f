"""The API of reported signals and signal types."""

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.context import require_ops
from mauntic.kernel import clock
from mauntic.kernel.api.views import ApiView, read
from mauntic.kernel.errors import Conflict
from scoring.detection.api import serializers as shapes
from scoring.detection.selectors.types import signal_types
from scoring.detection.services.record import Detected, record_signals
from scoring.detection.services.types import SignalTypeChange, change_signal_type
from scoring.signals.api.serializers import SignalShape
from scoring.signals.selectors import contacts, shown

CREATED = 201


class SignalsView(ApiView):
    @extend_schema(request=shapes.SignalRequest, responses={CREATED: SignalShape})
    def post(self, request: Request) -> Response:
        """Record a third-party signal."""
        wanted = read(shapes.SignalRequest, request.data)
        at = clock.now()
        signal = Detected(
            contact_id=contacts.contact_named(contact_id=wanted.get("contact_id"), email=wanted.get("email")),
            type=wanted["signal_type"],
            source=wanted["source"],
            detected_at=wanted.get("detected_at", at),
            metadata=wanted["metadata"],
        )
        rows = record_signals(signals=[signal])
        if not rows:
            contacts.require_contact(
                signal.contact_id
            )  # raises `NotFound` if the contact was deleted meanwhile
            raise Conflict(
                gettext("Signals of type {type} are off. Turn them on in the settings.").format(
                    type=signal.type
                )
            )
        return Response(SignalShape(shown.view_of(rows[0], at)).data, status=CREATED)


class SignalTypesView(ApiView):
    @extend_schema(responses=shapes.SignalTypeShape(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002 (signature of DRF)
        """List the signal types, highest weight first."""
        return Response(shapes.SignalTypeShape(signal_types(), many=True).data)


class SignalTypeView(ApiView):
    @extend_schema(request=shapes.SignalTypeRequest, responses=shapes.SignalTypeShape)
    def put(self, request: Request, signal_type: str) -> Response:
        """Change a signal type. Changes apply to new signals."""
        require_ops(request)
        wanted = read(shapes.SignalTypeRequest, request.data)
        row = change_signal_type(code=signal_type, change=SignalTypeChange(**wanted))
        return Response(shapes.SignalTypeShape(row).data)
