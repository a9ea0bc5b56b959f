"""`Idempotency-Key`: a POST that is repeated with the same key is answered again and not done again."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.kernel.errors import Conflict, Invalid

HEADER = "Idempotency-Key"
KEPT_SECONDS = 24 * 3600
# Longer than any request: a worker that died in one does not block the key for a day.
CLAIMED_SECONDS = 120
LONGEST_KEY = 200
JSON = "application/json"

Handler = Callable[..., Response]


def idempotent(handler: Handler) -> Handler:
    """Make a handler of a view honour the header; without the header nothing changes.

    A key belongs to one person and one path, for a day. `Conflict` while the first request still runs, and
    for another body under the same key. A request that fails frees its key.
    """

    @wraps(handler)
    def guarded(view: object, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER, "")
        if not key:
            return handler(view, request, *args, **kwargs)
        if len(key) > LONGEST_KEY:
            raise Invalid({HEADER: f"At most {LONGEST_KEY} characters."})
        slot, digest = f"idempotency:{request.user.pk}:{request.path}:{key}", _digest(request)
        if not cache.add(slot, {"digest": digest}, CLAIMED_SECONDS):
            return _answer_again(cache.get(slot) or {}, digest)
        try:
            answer = handler(view, request, *args, **kwargs)
        except BaseException:
            cache.delete(slot)
            raise
        kept = {"digest": digest, "status": answer.status_code, "data": answer.data}
        cache.set(slot, kept, KEPT_SECONDS)
        return answer

    return guarded


def _answer_again(kept: dict[str, Any], digest: str) -> Response:
    if kept.get("digest") not in {None, digest}:
        raise Conflict(f"This {HEADER} was used for another request. Take a new one.")
    if "status" not in kept:
        raise Conflict(f"The first request with this {HEADER} still runs. Ask again in a moment.")
    return Response(kept["data"], status=kept["status"], headers={"Idempotency-Replayed": "true"})


def _digest(request: Request) -> str:
    """What tells one request from another. Uploads are told by their length: they may not fit into memory."""
    is_json = str(request.content_type).startswith(JSON)
    body = request._request.body if is_json else str(request.headers.get("Content-Length")).encode()  # noqa: SLF001 (DRF has no other way to the raw body)
    return hashlib.sha256(body).hexdigest()
