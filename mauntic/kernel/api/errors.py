"""Convert all errors of the API to `{"code", "message", "details"}`."""

from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from mauntic.kernel import errors
from mauntic.kernel.db.refusals import known_error

log = structlog.get_logger(__name__)

_STATUS: dict[type[errors.MaunticError], int] = {
    errors.Invalid: status.HTTP_400_BAD_REQUEST,
    errors.NotAllowed: status.HTTP_403_FORBIDDEN,
    errors.NotFound: status.HTTP_404_NOT_FOUND,
    errors.Conflict: status.HTTP_409_CONFLICT,
    errors.Misconfigured: status.HTTP_422_UNPROCESSABLE_ENTITY,
}
BODY_TOO_LARGE = gettext_lazy("The request body is too large. Send less data per request.")
CODES = {
    400: "invalid",
    401: "not_authenticated",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "too_large",
    415: "unsupported_media_type",
    429: "rate_limited",
    503: "unavailable",
}


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """Return the response for an error; None for an unknown error, which becomes a 500.

    Args:
        error: what a view raised.
        context: from Django REST framework.
    """
    known = known_error(error) if isinstance(error, DatabaseError) else error
    if isinstance(known, errors.MaunticError):
        if known is not error:
            log.warning("api.database_refused", exc_info=error)
        return Response(body(known.code, known.message, known.details), status=status_of(known))
    if isinstance(error, RequestDataTooBig):  # a route for files received another large body
        return Response(
            body("too_large", str(BODY_TOO_LARGE), {}), status=status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
        )
    answer = exception_handler(error, context)
    if answer is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        answer.data = body("invalid", _summary(error.detail), _by_field(error.detail))
        return answer
    if isinstance(error, Http404 | PermissionDenied):
        error = exceptions.NotFound() if isinstance(error, Http404) else exceptions.PermissionDenied()
    message = str(error.detail) if isinstance(error, exceptions.APIException) else str(error)
    answer.data = body(CODES.get(answer.status_code, "error"), message, {})
    return answer


def body(code: str, message: str, details: Any) -> dict[str, Any]:
    """Return the error body of the contract. `error` repeats the message for clients that read that key.

    Args:
        code: the name of the error for programs.
        message: the text for people.
        details: problems by field, or other facts.
    """
    return {"code": code, "message": message, "error": message, "details": details}


def status_of(error: errors.MaunticError) -> int:
    """Return the HTTP status of an error."""
    for cls in type(error).__mro__:
        if cls in _STATUS:
            return _STATUS[cls]
    return status.HTTP_500_INTERNAL_SERVER_ERROR


def _by_field(detail: Any) -> Any:
    """Return errors by field. Errors of the whole body are `non_field_errors`."""
    return detail if isinstance(detail, dict) else {"non_field_errors": detail}


def _summary(detail: Any) -> str:
    if isinstance(detail, dict):
        return "; ".join(f"{key}: {_summary(value)}" for key, value in detail.items())
    if isinstance(detail, list):
        return " ".join(_summary(value) for value in detail)
    return str(detail)
