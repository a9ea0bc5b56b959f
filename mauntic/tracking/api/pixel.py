"""`/t.gif`: a page view for pages and mails that run no script."""

import base64
import json

from django.http import HttpRequest, HttpResponse

from mauntic.kernel.errors import Invalid
from mauntic.tracking.api.edge import for_any_site, keep_rate, write_key
from mauntic.tracking.api.sender import name_of_the_day, told_by, user_agent_of
from mauntic.tracking.domain.messages import read_envelope, read_messages
from mauntic.tracking.services import collect

GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
HEADERS = {
    "Cache-Control": "no-store, no-cache, must-revalidate, private",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@for_any_site("GET")
def pixel(request: HttpRequest) -> HttpResponse:
    """A transparent picture. Query: `key`, `url` (else the page that shows it), `title`, `anonymousId`."""
    site = write_key(request.GET.get("key", ""))
    keep_rate(site)
    body = json.dumps(_page_view(request)).encode()
    read = read_messages([body], envelope=read_envelope(body), kind="page")
    how = told_by(request, site, user_agent=user_agent_of(request))
    collect(request=how, messages=[message for _, message in read.messages], rejections=read.rejections)
    return HttpResponse(GIF, content_type="image/gif", headers=HEADERS)


def _page_view(request: HttpRequest) -> dict[str, object]:
    url = request.GET.get("url") or request.headers.get("Referer", "")
    if not url:
        raise Invalid({"url": "Say which page it was: &url=https://…"})
    page = {"url": url[:2000], "title": request.GET.get("title", "")[:300]}
    name = request.GET.get("anonymousId") or name_of_the_day(request)
    return {"anonymousId": name, "properties": page}
