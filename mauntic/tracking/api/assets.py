"""`/a/<slug>/`: a file or page behind a link that counts."""

from pathlib import PurePath

from django.http import FileResponse, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from mauntic.tracking.api.edge import for_any_site
from mauntic.tracking.api.sender import machine_reason, may_follow, user_agent_of
from mauntic.tracking.models import Asset
from mauntic.tracking.selectors.assets import open_asset
from mauntic.tracking.services.assets import Opening, record_download

# What browsers show themselves; the rest is saved, so that nothing runs at our address.
SHOWN = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".mp4"})


@for_any_site("GET", "HEAD")
def asset(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Hand over an asset. Query: `c` (a contact's token, in mails) or `v` (what the page script sends)."""
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
    return _handed_over(found)


def _handed_over(found: Asset) -> HttpResponseBase:
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
