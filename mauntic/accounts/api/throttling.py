"""Rate limit of API keys."""

import time

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from mauntic.accounts.models import ApiKey

MINUTE = 60


class ApiKeyThrottle(BaseThrottle):
    """Limits the requests per minute of each key. Without Redis (`kernel.cache`) nothing is limited.

    The throttle of DRF reads and writes a list of times, which concurrent requests overwrite.
    """

    def allow_request(self, request: Request, view: object) -> bool:  # noqa: ARG002 (signature of DRF)
        """Return whether the key has requests left in this minute."""
        key = request.auth
        if not isinstance(key, ApiKey):
            return True
        counter = f"api.requests:{key.pk}:{int(time.time()) // MINUTE}"
        try:
            cache.add(counter, 0, timeout=2 * MINUTE)
            count = cache.incr(counter)
        except ValueError:  # Redis came back in between and does not have the counter
            return True
        return count <= settings.MAUNTIC_API_REQUESTS_PER_MINUTE

    def wait(self) -> float:
        """Return the seconds until the next minute."""
        return MINUTE - time.time() % MINUTE
