"""The API of muted signal types."""

from typing import cast

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.models import User
from mauntic.kernel.api.views import ApiView, read
from scoring.alerts.api import serializers as shapes
from scoring.alerts.selectors.mutes import mutes_of
from scoring.alerts.services.mutes import mute_type, unmute_type


class MutesView(ApiView):
    @extend_schema(responses=shapes.MuteShape(many=True))
    def get(self, request: Request) -> Response:
        """List the signal types that the user muted, latest first, with the open alerts that this hides."""
        return Response(shapes.MuteShape(mutes_of(_user(request)), many=True).data)


class MuteView(ApiView):
    @extend_schema(request=shapes.MuteRequest, responses={status.HTTP_204_NO_CONTENT: None})
    def put(self, request: Request, signal_type: str) -> Response:
        """Mute a signal type for the user. Muting it again changes nothing.

        Its alerts still exist: others see them, and missed deadlines escalate.
        """
        read(shapes.MuteRequest, request.data)
        mute_type(code=signal_type, by=_user(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses={status.HTTP_204_NO_CONTENT: None})
    def delete(self, request: Request, signal_type: str) -> Response:
        """Unmute a signal type for the user. Its open alerts return to the list."""
        unmute_type(code=signal_type, by=_user(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _user(request: Request) -> User:
    return cast("User", request.user)
