"""Behavior of all endpoints of tracking: any site may call, errors are JSON, and keys are rate-limited."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from mauntic.kernel.api.errors import body
from mauntic.kernel.errors import Invalid, MaunticError
from mauntic.tracking.keys.models.keys import WriteKey

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

DAY = 86_400


class UnknownWriteKey(MaunticError):
    """The write key does not exist, or is disabled."""

    code = "unknown_write_key"


class TooOften(MaunticError):
    """The write key was used too often within a second."""

    code = "rate_limited"


_STATUS = {Invalid: 400, UnknownWriteKey: 401, TooOften: 429}


def for_any_site(*methods: str) -> Callable[[View[P]], View[P]]:
    """Allow pages of other sites to call the view without cookies, and return errors as JSON."""

    def decorate(view: View[P]) -> View[P]:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            response = _answer(view, methods, request, *args, **kwargs)
            response["Access-Control-Allow-Origin"] = "*"
            if request.method == "OPTIONS":
                response["Access-Control-Allow-Methods"] = ", ".join(methods)
                response["Access-Control-Allow-Headers"] = "Authorization, Content-Type, Content-Encoding"
                response["Access-Control-Max-Age"] = str(DAY)
            return response

        return answer

    return decorate


def _answer(
    view: View[P], methods: tuple[str, ...], request: HttpRequest, *args: P.args, **kwargs: P.kwargs
) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    if request.method not in methods:
        message = _("Use %(methods)s.") % {"methods": _(" or ").join(methods)}
        return _error(405, "method_not_allowed", message, {}, {"Allow": ", ".join(methods)})
    try:
        return view(request, *args, **kwargs)
    except (Invalid, UnknownWriteKey, TooOften) as error:
        waiting = {"Retry-After": "1", "X-RateLimit-Reset": "1"} if isinstance(error, TooOften) else {}
        return _error(_STATUS[type(error)], error.code, error.message, error.details, waiting)


def _error(
    status: int, code: str, message: str, details: dict[str, object], headers: dict[str, str]
) -> JsonResponse:
    return JsonResponse(body(code, message, details), status=status, headers=headers)


def write_key(key: str) -> WriteKey:
    """Return the enabled write key.

    Raises: `UnknownWriteKey`
    """
    if not key:
        raise UnknownWriteKey(
            _("Send the write key as the user name of basic authentication or as writeKey.")
        )
    site = None if "\0" in key else WriteKey.objects.filter(key=key).first()
    if site is None:
        raise UnknownWriteKey(_("Unknown write key. Copy it from Settings > Tracking."))
    if not site.enabled:
        raise UnknownWriteKey(
            _('The write key "%(name)s" is disabled. Enable it in Settings > Tracking.') % {"name": site.name}
        )
    return site


def keep_rate(site: WriteKey) -> None:
    """Count a request of the key.

    Raises: `TooOften` above the limit of requests per second.
    """
    counter = f"tracking.rate:{site.pk}:{int(time.time())}"
    cache.add(counter, 0, timeout=2)
    if cache.incr(counter) > settings.MAUNTIC_TRACKING_REQUESTS_PER_SECOND:
        raise TooOften(
            _("More than %(limit)s requests per second with one write key. Slow down.")
            % {"limit": settings.MAUNTIC_TRACKING_REQUESTS_PER_SECOND}
        )
