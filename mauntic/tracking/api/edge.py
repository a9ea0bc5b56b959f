"""What holds at every address of the tracking API: any site may call, errors are JSON, keys have a rate."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from mauntic.kernel.errors import Invalid, MaunticError
from mauntic.tracking.models import WriteKey

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

DAY = 86_400


class UnknownWriteKey(MaunticError):
    """No site of the organization has this key, or it is switched off."""

    code = "unknown_write_key"


class TooOften(MaunticError):
    """The key was used too often within a second."""

    code = "rate_limited"


_STATUS = {Invalid: 400, UnknownWriteKey: 401, TooOften: 429}


def for_any_site(*methods: str) -> Callable[[View[P]], View[P]]:
    """Lets pages of other sites call the view, without cookies, and turns the house's errors into JSON."""

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
        message = f"Use {' or '.join(methods)}."
        return _error(405, "method_not_allowed", message, {}, {"Allow": ", ".join(methods)})
    try:
        return view(request, *args, **kwargs)
    except (Invalid, UnknownWriteKey, TooOften) as error:
        waiting = {"Retry-After": "1", "X-RateLimit-Reset": "1"} if isinstance(error, TooOften) else {}
        return _error(_STATUS[type(error)], error.code, error.message, error.details, waiting)


def _error(
    status: int, code: str, message: str, details: dict[str, object], headers: dict[str, str]
) -> JsonResponse:
    return JsonResponse(
        {"code": code, "message": message, "details": details}, status=status, headers=headers
    )


def write_key(key: str) -> WriteKey:
    """The site whose key this is; `UnknownWriteKey` says what to do."""
    if not key:
        raise UnknownWriteKey("Give the write key: as the user name of basic authentication, or as writeKey.")
    site = None if "\0" in key else WriteKey.objects.filter(key=key).first()
    if site is None:
        raise UnknownWriteKey("There is no such write key here. Copy it from Settings > Tracking.")
    if not site.enabled:
        raise UnknownWriteKey(f"The write key of {site.name} is switched off in Settings > Tracking.")
    return site


def keep_rate(site: WriteKey) -> None:
    """Count a request of the key; `TooOften` above so many in this second."""
    counter = f"tracking.rate:{site.pk}:{int(time.time())}"
    cache.add(counter, 0, timeout=2)
    if cache.incr(counter) > settings.MAUNTIC_TRACKING_REQUESTS_PER_SECOND:
        raise TooOften(
            f"At most {settings.MAUNTIC_TRACKING_REQUESTS_PER_SECOND} requests a second are taken of one key."
        )
