"""Read the sender from a request."""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from mauntic.kernel.bots import bot_reason
from mauntic.kernel.clock import now
from mauntic.tracking.keys.models.keys import TrackingSettings
from mauntic.tracking.visitors.domain.consent import may_track

PURPOSES = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def user_agent_of(request: HttpRequest) -> str:
    """Return the user agent."""
    return request.headers.get("User-Agent", "")


def purpose_of(request: HttpRequest) -> str:
    """Return the purpose of the request that the client states, or an empty text."""
    return next((request.headers[name] for name in PURPOSES if name in request.headers), "")


def wants_no_tracking(request: HttpRequest) -> tuple[bool, bool]:
    """Return whether the browser sends Do Not Track, and whether it sends Global Privacy Control."""
    return request.headers.get("DNT") == "1", request.headers.get("Sec-GPC") == "1"


def may_follow(request: HttpRequest) -> bool:
    """Return whether the sender of the request may be tracked."""
    dnt, gpc = wants_no_tracking(request)
    if not (dnt or gpc):
        return True
    honored = TrackingSettings.current().honour_privacy_signals
    return may_track(dnt=dnt, gpc=gpc, consent=None, honored=honored)


def machine_reason(request: HttpRequest) -> str:
    """Return why a click is not from a person. Empty for a person."""
    if request.method == "HEAD":
        return _("Checked the link without opening it")
    return bot_reason(user_agent=user_agent_of(request), purpose=purpose_of(request), in_browser=True)


def name_of_the_day(request: HttpRequest) -> str:
    """Return an anonymous id for a browser without a script: a keyed digest that changes every day."""
    text = f"{now():%Y-%m-%d} {request.META.get('REMOTE_ADDR', '')} {user_agent_of(request)}"
    return f"day-{salted_hmac('mauntic.tracking.day', text, algorithm='sha256').hexdigest()[:32]}"
