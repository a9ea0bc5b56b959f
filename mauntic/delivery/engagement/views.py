"""`/l/<token>/` leads to the target of a link of an email, and `/o/<token>.gif` counts openings."""

import base64

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from mauntic.delivery.engagement.domain.judging import reason_at_once
from mauntic.delivery.engagement.links import link_of
from mauntic.delivery.engagement.models import Link
from mauntic.delivery.engagement.services.recording import record

GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
HEADERS = {
    "Cache-Control": "no-store, no-cache, must-revalidate, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
PURPOSES = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


@csrf_exempt
@require_safe
def followed(request: HttpRequest, token: str) -> HttpResponse:
    """Lead to the target of a link, which is stored: the address cannot name another."""
    link = link_of(token, is_picture=False)
    _record(request, link)
    return HttpResponseRedirect(link.url, headers=HEADERS)


@csrf_exempt
@require_safe
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """Return a transparent picture."""
    _record(request, link_of(token, is_picture=True))
    headers = HEADERS | {"Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(GIF, content_type="image/gif", headers=headers)


def _record(request: HttpRequest, link: Link) -> None:
    """Store who asked, unless the browser says that it wants not to be followed."""
    if request.headers.get("DNT") == "1" or request.headers.get("Sec-GPC") == "1":
        return
    agent = request.headers.get("User-Agent", "")
    purpose = next((request.headers[name] for name in PURPOSES if name in request.headers), "")
    is_click, is_check = bool(link.url), request.method == "HEAD"
    reason = reason_at_once(user_agent=agent, purpose=purpose, is_click=is_click, is_check=is_check)
    record(link=link, user_agent=agent, reason=reason)
