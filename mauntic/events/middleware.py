"""Record the web request as the cause of the events that it publishes, and its user as their actor."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from mauntic.accounts.models import ApiKey, User
from mauntic.broker.actor import SYSTEM, Actor, ActorKind, acting
from mauntic.broker.cause import Cause, caused_by
from mauntic.events.attribution import person

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class RequestCauseMiddleware:
    """Sets cause and actor. Runs inside the middleware of django-structlog, which sets the request id."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = structlog.contextvars.get_contextvars().get("request_id", "")
        with caused_by(Cause("request", str(request_id))), acting(lambda: actor_of(request)):
            return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    """Return who sent a request: an API key, else the person who is signed in, else Mauntic.

    The API sets `auth` and `user` of the request when it has checked the key.
    """
    key, user = getattr(request, "auth", None), request.user
    if isinstance(key, ApiKey):
        return Actor(ActorKind.KEY, str(key.pk), key.name)
    return person(user) if isinstance(user, User) else SYSTEM
