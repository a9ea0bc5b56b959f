"""What a request says of who sent it."""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from mauntic.kernel.clock import now
from mauntic.tracking.domain.bots import bot_reason
from mauntic.tracking.domain.consent import may_track
from mauntic.tracking.models import TrackingSettings, WriteKey
from mauntic.tracking.services import Request

PURPOSES = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def user_agent_of(request: HttpRequest) -> str:
    """What the client calls itself."""
    return request.headers.get("User-Agent", "")


def purpose_of(request: HttpRequest) -> str:
    """Why the client fetches, where it says so."""
    return next((request.headers[name] for name in PURPOSES if name in request.headers), "")


def told_by(request: HttpRequest, site: WriteKey, *, user_agent: str) -> Request:
    """How messages in a request of a site came; `user_agent` is empty where it is no browser's."""
    dnt, gpc = wants_no_tracking(request)
    return Request(
        write_key=site,
        received_at=now(),
        user_agent=user_agent,
        purpose=purpose_of(request),
        dnt=dnt,
        gpc=gpc,
    )


def wants_no_tracking(request: HttpRequest) -> tuple[bool, bool]:
    """Whether the browser sends Do Not Track, and whether it sends Global Privacy Control."""
    return request.headers.get("DNT") == "1", request.headers.get("Sec-GPC") == "1"


def may_follow(request: HttpRequest) -> bool:
    """Whether who sent the request may be told apart from others."""
    dnt, gpc = wants_no_tracking(request)
    if not (dnt or gpc):
        return True
    honoured = TrackingSettings.current().honour_privacy_signals
    return may_track(dnt=dnt, gpc=gpc, consent=None, honoured=honoured)


def machine_reason(request: HttpRequest) -> str:
    """Why a click came from no person; people's browsers have a name and fetch what they ask for."""
    agent = user_agent_of(request)
    if not agent:
        return "It does not say what it is"
    if request.method == "HEAD":
        return "Asked whether it is there, and did not take it"
    return bot_reason(user_agent=agent, purpose=purpose_of(request))


def name_of_the_day(request: HttpRequest) -> str:
    """A name for a browser without a script: the same within a day, and nothing that leads back to it."""
    told = f"{now():%Y-%m-%d} {request.META.get('REMOTE_ADDR', '')} {user_agent_of(request)}"
    return f"day-{salted_hmac('mauntic.tracking.day', told, algorithm='sha256').hexdigest()[:32]}"
