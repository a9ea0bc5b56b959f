"""`/t.gif`: page views of pages and emails without scripts."""

import base64
import json

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from mauntic.kernel.errors import Invalid
from mauntic.tracking.keys.api.edge import for_any_site, keep_rate, write_key
from mauntic.tracking.visitors.api import name_of_the_day, user_agent_of
from mauntic.tracking.visitors.domain.names import name_of
from mauntic.tracking.visits.api.origin import request_of
from mauntic.tracking.visits.domain.messages import read_envelope, read_messages
from mauntic.tracking.visits.services.intake import collect

GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
HEADERS = {
    "Cache-Control": "no-store, no-cache, must-revalidate, private",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@for_any_site("GET")
def picture(request: HttpRequest) -> HttpResponse:
    """Record a page view, and return a transparent image.

    Query: `key`, `url` (else the referrer), `title`, `anonymousId`.
    """
    site = write_key(request.GET.get("key", ""))
    keep_rate(site)
    body = json.dumps(_page_view(request)).encode()
    read = read_messages([body], envelope=read_envelope(body), kind="page")
    how = request_of(request, site, user_agent=user_agent_of(request), in_browser=True)
    collect(request=how, messages=[message for _, message in read.messages], rejections=read.rejections)
    return HttpResponse(GIF, content_type="image/gif", headers=HEADERS)


def _page_view(request: HttpRequest) -> dict[str, object]:
    url = request.GET.get("url") or request.headers.get("Referer", "")
    if not url:
        raise Invalid({"url": _("Add the page to the address: &url=https://…")})
    page = {"url": url[:2000], "title": request.GET.get("title", "")[:300]}
    name = name_of(request.GET.get("anonymousId")) or name_of_the_day(request)
    return {"anonymousId": name, "properties": page}
