"""The addresses of the Segment tracking API. Clients of it work by changing the host."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from mauntic.kernel.errors import Invalid
from mauntic.tracking.api.body import body_of, key_in_header
from mauntic.tracking.api.edge import for_any_site, keep_rate, write_key
from mauntic.tracking.api.sender import told_by, user_agent_of
from mauntic.tracking.domain.messages import Envelope, Read, read_envelope, read_messages
from mauntic.tracking.services import collect

MAX_MESSAGES = 2_500
# What a server's HTTP library calls itself says nothing of the person; browsers all begin with this.
BROWSER = "Mozilla/"


@for_any_site("POST")
def batch(request: HttpRequest) -> HttpResponse:
    """`/v1/batch`: many messages, of any types."""
    body = body_of(request)
    envelope = _envelope(body)
    if envelope.batch is None:
        raise Invalid({"batch": "Give the messages as a list under batch."})
    if len(envelope.batch) > MAX_MESSAGES:
        raise Invalid({"batch": f"At most {MAX_MESSAGES:,} messages are taken at once."})
    return _collect(request, envelope, read_messages(envelope.batch, envelope=envelope))


@for_any_site("POST")
def single(request: HttpRequest, kind: str) -> HttpResponse:
    """`/v1/track` and its like: one message of the type that the address names."""
    body = body_of(request)
    envelope = _envelope(body)
    read = read_messages([body], envelope=envelope, kind=kind)
    if read.rejections:
        _collect(request, envelope, read)
        raise Invalid({"message": read.rejections[0].reason})
    return _collect(request, envelope, read)


@for_any_site("POST")
def metrics(_request: HttpRequest) -> HttpResponse:
    """`/v1/m`: how the browser library fares, which nobody here asks for."""
    return JsonResponse({"success": True})


@for_any_site("GET")
def browser_settings(request: HttpRequest, key: str) -> HttpResponse:
    """What the browser library loads before it sends anything: that its one destination is this host."""
    write_key(key)
    own: dict[str, Any] = {
        "apiKey": key,
        "apiHost": f"{request.get_host()}/v1",
        "protocol": request.scheme,
        "unbundledIntegrations": [],
        "addBundledMetadata": True,
        "type": "browser",
        "versionSettings": {"version": "4.4.7", "componentTypes": ["browser"]},
    }
    return JsonResponse({"integrations": {"Segment.io": own}, "plan": {"track": {}}, "enabledMiddleware": {}})


def _envelope(body: bytes) -> Envelope:
    try:
        return read_envelope(body)
    except ValueError as error:
        raise Invalid({"body": f"This is no JSON of a message: {error}"}) from None


def _collect(request: HttpRequest, envelope: Envelope, read: Read) -> HttpResponse:
    site = write_key(key_in_header(request) or envelope.write_key)
    keep_rate(site)
    agent = user_agent_of(request)
    collected = collect(
        request=told_by(request, site, user_agent=agent if agent.startswith(BROWSER) else ""),
        messages=[message for _, message in read.messages],
        rejections=read.rejections,
    )
    rejected = [
        {"index": one.index, "messageId": one.message_id or None, "reason": one.reason}
        for one in collected.rejections
    ]
    return JsonResponse({"success": True, **({"rejected": rejected} if rejected else {})})
