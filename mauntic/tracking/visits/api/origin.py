"""Describe how messages were sent."""

from django.http import HttpRequest

from mauntic.kernel.clock import now
from mauntic.tracking.keys.models.keys import WriteKey
from mauntic.tracking.visitors.api import purpose_of, wants_no_tracking
from mauntic.tracking.visits.services.intake import Request


def request_of(request: HttpRequest, site: WriteKey, *, user_agent: str, in_browser: bool = False) -> Request:
    """Return how the messages of a request were sent.

    Args: `user_agent` is empty for a server. `in_browser` if only browsers send such requests.
    """
    dnt, gpc = wants_no_tracking(request)
    return Request(
        write_key=site,
        received_at=now(),
        user_agent=user_agent,
        purpose=purpose_of(request),
        dnt=dnt,
        gpc=gpc,
        in_browser=in_browser,
    )
