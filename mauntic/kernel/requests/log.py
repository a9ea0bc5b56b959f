"""Requests in the log by their route: paths and queries hold tokens, and addresses that people search for."""

import logging
import re
from uuid import UUID

import structlog
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve
from django_structlog.middlewares import RequestMiddleware

REDACTED = "…"
# Numbers of pages and the like help to find a fault, and tell nothing about anybody.
_HARMLESS = re.compile(r"\d{1,6}")
# What our pages and clients call their values; a text that somebody put there instead may be anything.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,29}")


class RequestLogMiddleware(RequestMiddleware):
    """Logs each request by its route, and the address that `TrustedProxyMiddleware` found."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Return `POST /join/<str:token>/` for the log lines of the request."""
        return f"{request.method} {redacted_path(request)}"

    @classmethod
    def bind_ip(cls, request: HttpRequest) -> None:
        """Bind the client's address; the library would believe any forwarding header."""
        structlog.contextvars.bind_contextvars(ip=request.META.get("REMOTE_ADDR") or None)


class RedactPaths(logging.Filter):
    """Redacts the paths in Django's own log lines, such as "Not Found: /join/secret/"."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the arguments that are the path of the record's request; let every record through."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            shown = {request.path: redacted_path(request), request.get_full_path(): redacted_path(request)}
            record.args = tuple(shown.get(arg, arg) if isinstance(arg, str) else arg for arg in record.args)
        return True


def redacted_path(request: HttpRequest) -> str:
    """Return the route with the ids in it, and the names in the query without their values."""
    match = request.resolver_match or _match_of(request)
    if match is None:
        # Perhaps a mistyped link with a secret: only its first part is logged.
        path = f"/{request.path.lstrip('/').partition('/')[0]}/{REDACTED}" if request.path != "/" else "/"
    else:
        path = _route_of(match)
    query = "&".join(
        f"{_shown(_NAME, name)}={_shown(_HARMLESS, str(value))}" for name, value in request.GET.items()
    )
    return f"{path}?{query}" if query else path


def _shown(harmless: re.Pattern[str], text: str) -> str:
    return text if harmless.fullmatch(text) else REDACTED


def _match_of(request: HttpRequest) -> ResolverMatch | None:
    try:
        return resolve(request.path_info, getattr(request, "urlconf", None))
    except Resolver404:
        return None


def _route_of(match: ResolverMatch) -> str:
    """The route, in which ids take the place of their converters; they are no secrets."""
    route = f"/{match.route}"
    for name, value in match.kwargs.items():
        if isinstance(value, UUID | int):
            route = re.sub(rf"<\w+:{re.escape(name)}>", str(value), route)
    return route
