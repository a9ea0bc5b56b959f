"""Names the web request as the cause of what it publishes."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from mauntic.broker.cause import Cause, caused_by

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class RequestCauseMiddleware:
    """Runs inside django-structlog's middleware, whose request id it takes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = structlog.contextvars.get_contextvars().get("request_id", "")
        with caused_by(Cause("request", str(request_id))):
            return self.get_response(request)
