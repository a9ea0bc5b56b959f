"""`Idempotency-Key`: a POST that is repeated with the same key is answered again and not done again."""

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
from redis.exceptions import RedisError
from rest_framework.request import Request, is_form_media_type
from rest_framework.response import Response

from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.values.json_values import size_of

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
# Headers of an answer that are part of it.
REPEATED = ("Location", "ETag")
KEPT_SECONDS = 24 * 3600
# Longer than any request: a worker that died in one does not block the key for a day.
CLAIMED_SECONDS = 120
LONGEST_KEY = 200
KEY_PATTERN = rf"^[!-~]{{1,{LONGEST_KEY}}}$"
# All keys of a day are in memory at once: of a larger answer only the id of what was made is kept.
LARGEST_ANSWER = 32 * 1024

Handler = Callable[..., Response]

log = structlog.get_logger(__name__)
# While Redis is away a keyed request is refused (503) before it does anything: it asked to be done once.
cache: Any = ConnectionProxy(caches, "exact")


def idempotent(handler: Handler) -> Handler:
    """Make a handler of a view honour the header; without the header nothing changes.

    A key belongs to one person and one path, for a day. `Conflict` while the first request still runs, and
    for another body under the same key. A request that fails frees its key. An answer of more than 32 KB is
    repeated as the id of what was made.
    """

    @wraps(handler)
    def guarded(view: object, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER)
        if key is None:
            return handler(view, request, *args, **kwargs)
        if not re.fullmatch(KEY_PATTERN, key):
            raise Invalid({HEADER: f"Send 1 to {LONGEST_KEY} letters, digits or signs (ASCII), no spaces."})
        slot, digest = slot_of(request.user.pk, request.path, key), _digest(request)
        if not cache.add(slot, {"digest": digest}, CLAIMED_SECONDS):
            return _answer_again(cache.get(slot) or {}, digest)
        try:
            answer = handler(view, request, *args, **kwargs)
        except BaseException:
            _keep(cache.delete, slot)
            raise
        kept = {
            "digest": digest,
            "status": answer.status_code,
            "data": _short(answer.data),
            "headers": {name: answer[name] for name in REPEATED if name in answer},
        }
        _keep(cache.set, slot, kept, KEPT_SECONDS)
        return answer

    return guarded


def slot_of(user_id: object, path: str, key: str) -> str:
    """Where the answer is kept; hashed, because a key may be longer than keys of the cache should be."""
    return f"idempotency:{user_id}:{hashlib.sha256(f'{path} {key}'.encode()).hexdigest()}"


def _keep(write: Callable[..., object], *arguments: object) -> None:
    """Write what became of the request. It is done, whether Redis went away meanwhile or not."""
    try:
        write(*arguments)
    except RedisError as error:
        log.warning("idempotency.not_kept", error=str(error))


def _answer_again(kept: dict[str, Any], digest: str) -> Response:
    if kept.get("digest") not in {None, digest}:
        raise Conflict(f"This {HEADER} was used for another request. Take a new one.")
    if "status" not in kept:
        raise Conflict(f"The first request with this {HEADER} still runs. Ask again in a moment.")
    headers = kept.get("headers", {}) | {REPLAYED: "true"}
    return Response(kept["data"], status=kept["status"], headers=headers)


def _short(data: Any) -> Any:
    if size_of(data) <= LARGEST_ANSWER:
        return data
    return {"id": data["id"]} if isinstance(data, Mapping) and "id" in data else {}


def _digest(request: Request) -> str:
    """What tells one request from another: its body, or its fields and files, read in pieces."""
    if not is_form_media_type(request.content_type):
        return hashlib.sha256(request._request.body).hexdigest()  # noqa: SLF001 (DRF has no other way to the raw body)
    digest = hashlib.sha256()
    for name, values in cast("QueryDict", request.data).lists():
        for value in values:
            digest.update(f"{name}\0{type(value).__name__}\0".encode())
            if isinstance(value, File):
                digest.update(f"{value.name}\0{value.size}\0".encode())
                for piece in value.chunks():
                    digest.update(piece)
                value.seek(0)
            else:
                digest.update(f"{value}\0".encode())
    return digest.hexdigest()
