"""Record the web request as the cause of the events that it publishes."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from mauntic.broker.cause import Cause, caused_by

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class RequestCauseMiddleware:
    """Sets the cause. Runs inside the middleware of django-structlog, which sets the request id."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = structlog.contextvars.get_contextvars().get("request_id", "")
        with caused_by(Cause("request", str(request_id))):
            return self.get_response(request)
