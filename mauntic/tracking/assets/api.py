"""`/a/<slug>/`: a file or page behind a tracked link."""

from pathlib import PurePath

from django.http import FileResponse, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from mauntic.tracking.assets.models import Asset
from mauntic.tracking.assets.selectors import open_asset
from mauntic.tracking.assets.services.downloads import Opening, record_download
from mauntic.tracking.keys.api.edge import for_any_site
from mauntic.tracking.visitors.api import machine_reason, may_follow, user_agent_of

# Browsers show these. Other files are downloaded, so that they cannot run scripts on our domain.
SHOWN = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".mp4"})


@for_any_site("GET", "HEAD")
def asset(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Return an asset. Query: `c` (the token of a contact, in emails) or `v` (sent by the page script)."""
    found = open_asset(slug)
    by_whom = request.GET if may_follow(request) else {}
    record_download(
        asset=found,
        opening=Opening(
            token=by_whom.get("c", ""),
            anonymous_id=by_whom.get("v", ""),
            user_agent=user_agent_of(request),
            bot_reason=machine_reason(request),
        ),
    )
    return _response(found)


def _response(found: Asset) -> HttpResponseBase:
    if found.target_url:
        response: HttpResponseBase = HttpResponseRedirect(found.target_url)
    else:
        name = PurePath(str(found.file.name))
        response = FileResponse(
            found.file.open("rb"),
            as_attachment=name.suffix.lower() not in SHOWN,
            filename=f"{found.slug}{name.suffix}",
        )
    response["Cache-Control"] = "no-store, private"
    return response
