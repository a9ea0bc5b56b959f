"""`Idempotency-Key`: repeat the response to a POST with a known key, without repeating its work."""

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, cast

import structlog
from django.core.cache import caches
from django.core.files import File
from django.http import QueryDict
from django.utils.connection import ConnectionProxy
from django.utils.translation import gettext as _
from redis.exceptions import RedisError
from rest_framework.request import Request, is_form_media_type
from rest_framework.response import Response

from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.requests.bodies import digest_of
from mauntic.kernel.values.json_values import size_of

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
# Response headers that are repeated, too.
REPEATED = ("Location", "ETag")
RETENTION_SECONDS = 24 * 3600
# Longer than any request, so that a worker that died in a request does not block the key for a day.
CLAIMED_SECONDS = 120
LONGEST_KEY = 200
KEY_PATTERN = rf"^[!-~]{{1,{LONGEST_KEY}}}$"
# All keys of a day are in memory at once, so only the id of a created record is stored of larger responses.
LARGEST_ANSWER = 32 * 1024

Handler = Callable[..., Response]

log = structlog.get_logger(__name__)
# While Redis is unreachable, a request with a key gets 503 before its work: it must not run twice.
cache: Any = ConnectionProxy(caches, "exact")


def idempotent(handler: Handler) -> Handler:
    """Make a view handler apply the header. Requests without the header are not affected.

    A key belongs to one user and one path, for a day. A request that fails frees its key. A response above
    32 KB is repeated as the id of the created record.

    Args:
        handler: a method of a view that creates a record.

    Returns: the wrapped handler.

    Raises: `Conflict` while the first request is running, and for another body with the same key.
    """

    @wraps(handler)
    def guarded(view: object, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER)
        if key is None:
            return handler(view, request, *args, **kwargs)
        if not re.fullmatch(KEY_PATTERN, key):
            text = _("Send 1 to {most} ASCII letters, digits or signs, without spaces.")
            raise Invalid({HEADER: text.format(most=LONGEST_KEY)})
        slot, digest = slot_of(request.user.pk, request.path, key), _digest(request)
        if not cache.add(slot, {"digest": digest}, CLAIMED_SECONDS):
            return _answer_again(cache.get(slot) or {}, digest)
        try:
            answer = handler(view, request, *args, **kwargs)
        except BaseException:
            _store(cache.delete, slot)
            raise
        stored = {
            "digest": digest,
            "status": answer.status_code,
            "data": _short(answer.data),
            "headers": {name: answer[name] for name in REPEATED if name in answer},
        }
        _store(cache.set, slot, stored, RETENTION_SECONDS)
        return answer

    return guarded


def slot_of(user_id: object, path: str, key: str) -> str:
    """Return the cache key of the response. It is hashed, since a key may be too long for the cache.

    Args:
        user_id: the id of the user of the request.
        path: the path of the request.
        key: the value of the header.
    """
    return f"idempotency:{user_id}:{hashlib.sha256(f'{path} {key}'.encode()).hexdigest()}"


def _store(write: Callable[..., object], *arguments: object) -> None:
    """Store the result of a request, whose work is done even if Redis is unreachable now."""
    try:
        write(*arguments)
    except RedisError as error:
        log.warning("idempotency.not_stored", error=str(error))


def _answer_again(stored: dict[str, Any], digest: str) -> Response:
    if stored.get("digest") not in {None, digest}:
        raise Conflict(_("The {header} was used for another request. Use a new one.").format(header=HEADER))
    if "status" not in stored:
        text = _("The first request with this {header} is still running. Try again in a moment.")
        raise Conflict(text.format(header=HEADER))
    headers = stored.get("headers", {}) | {REPLAYED: "true"}
    return Response(stored["data"], status=stored["status"], headers=headers)


def _short(data: Any) -> Any:
    if size_of(data) <= LARGEST_ANSWER:
        return data
    return {"id": data["id"]} if isinstance(data, Mapping) and "id" in data else {}


def _digest(request: Request) -> str:
    """Return a hash of the body, or of the fields and files of a form."""
    if not is_form_media_type(request.content_type):
        return hashlib.sha256(request._request.body).hexdigest()  # noqa: SLF001 (DRF has no other way to the raw body)
    digest = hashlib.sha256()
    for name, values in cast("QueryDict", request.data).lists():
        for value in values:
            digest.update(f"{name}\0{type(value).__name__}\0".encode())
            if isinstance(value, File):
                digest.update(f"{value.name}\0{digest_of(value)}\0".encode())
            else:
                digest.update(f"{value}\0".encode())
    return digest.hexdigest()
