"""One handler that turns every error into `{"code", "message", "details"}`."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from mauntic.kernel import errors

_STATUS: dict[type[errors.MaunticError], int] = {
    errors.Invalid: status.HTTP_400_BAD_REQUEST,
    errors.NotAllowed: status.HTTP_403_FORBIDDEN,
    errors.NotFound: status.HTTP_404_NOT_FOUND,
    errors.Conflict: status.HTTP_409_CONFLICT,
    errors.BudgetExhausted: status.HTTP_422_UNPROCESSABLE_ENTITY,
    errors.CircuitOpen: status.HTTP_422_UNPROCESSABLE_ENTITY,
    errors.Misconfigured: status.HTTP_422_UNPROCESSABLE_ENTITY,
}
_AT_ONCE = "Somebody else wrote the same thing at the same moment. Read it again, and retry."
_CODES = {
    400: "invalid",
    401: "not_authenticated",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    415: "unsupported_media_type",
    429: "rate_limited",
}


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer for `error`; None for what nobody foresaw, which becomes a 500."""
    if isinstance(error, errors.MaunticError):
        return Response(body(error.code, error.message, error.details), status=_status_of(error))
    if isinstance(error, IntegrityError):
        return Response(body("conflict", _AT_ONCE, {}), status=status.HTTP_409_CONFLICT)
    answer = exception_handler(error, context)
    if answer is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        answer.data = body("invalid", _summary(error.detail), error.detail)
        return answer
    if isinstance(error, Http404 | PermissionDenied):
        error = exceptions.NotFound() if isinstance(error, Http404) else exceptions.PermissionDenied()
    message = str(error.detail) if isinstance(error, exceptions.APIException) else str(error)
    answer.data = body(_CODES.get(answer.status_code, "error"), message, {})
    return answer


def body(code: str, message: str, details: Any) -> dict[str, Any]:
    """The error body of the contract, with `error` beside it for clients that read that key."""
    return {"code": code, "message": message, "error": message, "details": details}


def _status_of(error: errors.MaunticError) -> int:
    for cls in type(error).__mro__:
        if cls in _STATUS:
            return _STATUS[cls]
    return status.HTTP_500_INTERNAL_SERVER_ERROR


def _summary(detail: Any) -> str:
    if isinstance(detail, dict):
        return "; ".join(f"{key}: {_summary(value)}" for key, value in detail.items())
    if isinstance(detail, list):
        return " ".join(_summary(value) for value in detail)
    return str(detail)
