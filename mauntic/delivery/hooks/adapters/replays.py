"""Requests that were recorded and are sent again with other content.

Mailgun signs a time and a token, and not the body: whoever once saw a request could send anything with them.
Amazon and SendGrid sign what they say; what they say twice changes nothing.

Source: https://documentation.mailgun.com/docs/mailgun/user-manual/tracking-messages/#securing-webhooks
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from mauntic.kernel.clock import now
from mauntic.kernel.errors import MaunticError

VALID_FOR = timedelta(days=1)
"""Mailgun tries again for eight hours."""


class Replayed(MaunticError):
    """The signature is old, or came with other content before."""

    code = "replayed"


def refuse_replays(request: HttpRequest) -> None:
    """Check that a request of Mailgun, whose signature is right, is fresh and the first with its token.

    The same content may come again: the service did not get our answer.

    Raises: `Replayed`.
    """
    is_json = request.content_type == "application/json"
    signed: Mapping[str, Any] = json.loads(request.body)["signature"] if is_json else request.POST
    age = abs(now().timestamp() - int(signed["timestamp"]))
    if age > VALID_FOR.total_seconds():
        raise Replayed("The signature is too old.")
    key = f"delivery.mailgun:{sha256(str(signed['token']).encode()).hexdigest()}"
    said = sha256(request.body if is_json else _fields(request)).hexdigest()
    # Twice as long as its signature holds, which may be of the future.
    if not cache.add(key, said, timeout=2 * int(VALID_FOR.total_seconds())) and cache.get(key, said) != said:
        raise Replayed("The signature came with other content before.")


def _fields(request: HttpRequest) -> bytes:
    """Return what a form says, without its boundary, which is another one each time."""
    names = sorted(request.FILES)
    files = [(name, each.name, each.size) for name in names for each in request.FILES.getlist(name)]
    return json.dumps([sorted(request.POST.lists()), files]).encode()
