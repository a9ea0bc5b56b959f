"""Endpoints of the Segment tracking API. Segment clients work with a changed host."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from mauntic.kernel.bots import agent_of_sender
from mauntic.kernel.display import number
from mauntic.kernel.errors import Invalid
from mauntic.tracking.keys.api.body import body_of, key_in_header
from mauntic.tracking.keys.api.edge import for_any_site, keep_rate, write_key
from mauntic.tracking.visitors.api import user_agent_of
from mauntic.tracking.visits.api.origin import request_of
from mauntic.tracking.visits.domain.messages import Envelope, Read, read_envelope, read_messages
from mauntic.tracking.visits.services.intake import collect

MAX_MESSAGES = 2_500


@for_any_site("POST")
def batch(request: HttpRequest) -> HttpResponse:
    """`/v1/batch`: many messages, of any types."""
    body = body_of(request)
    envelope = _envelope(body)
    if envelope.batch is None:
        raise Invalid({"batch": _("Send a list of messages as batch.")})
    if len(envelope.batch) > MAX_MESSAGES:
        raise Invalid(
            {"batch": _("Send at most %(limit)s messages per batch.") % {"limit": number(MAX_MESSAGES)}}
        )
    return _collect(request, envelope, read_messages(envelope.batch, envelope=envelope))


@for_any_site("POST")
def single(request: HttpRequest, kind: str) -> HttpResponse:
    """`/v1/track` and similar: one message of the type in the URL."""
    body = body_of(request)
    envelope = _envelope(body)
    read = read_messages([body], envelope=envelope, kind=kind)
    if read.rejections:
        _collect(request, envelope, read)
        raise Invalid({"message": read.rejections[0].reason})
    return _collect(request, envelope, read)


@for_any_site("POST")
def metrics(_request: HttpRequest) -> HttpResponse:
    """`/v1/m`: metrics of the browser library, which are ignored."""
    return JsonResponse({"success": True})


@for_any_site("GET")
def browser_settings(request: HttpRequest, key: str) -> HttpResponse:
    """Return the settings of the browser library: its only destination is this host."""
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
        raise Invalid({"body": _("Invalid JSON: %(error)s") % {"error": error}}) from None


def _collect(request: HttpRequest, envelope: Envelope, read: Read) -> HttpResponse:
    site = write_key(key_in_header(request) or envelope.write_key)
    keep_rate(site)
    collected = collect(
        request=request_of(request, site, user_agent=agent_of_sender(user_agent_of(request))),
        messages=[message for _, message in read.messages],
        rejections=read.rejections,
        remarks=read.remarks,
    )
    rejected = [
        {"index": one.index, "messageId": one.message_id or None, "reason": one.reason}
        for one in collected.rejections
    ]
    return JsonResponse({"success": True, **({"rejected": rejected} if rejected else {})})
