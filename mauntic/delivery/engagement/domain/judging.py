"""Whether a person or a machine opened an email or followed a link."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mauntic.kernel.bots import SCAN_WITHIN, SCANNED_LINKS, bot_reason, scanned_mail
from mauntic.kernel.translation import gettext as _

AT_DELIVERY = "Within seconds of delivery"
"""Stored in English, and translated where it is shown."""
# They fetch a picture when the reader opens the email; Apple's proxy, which has no name, fetches all of them.
_FOR_READERS = re.compile(r"googleimageproxy|yahoomailproxy", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seen:
    """An opening, or a click on a link. `reason` is set if its request alone shows a machine."""

    id: UUID
    link: UUID | None
    at: datetime
    reason: str = ""


def reason_at_once(*, user_agent: str, purpose: str, is_click: bool, is_check: bool) -> str:
    """Return why a request is a machine's; empty if nothing about it alone shows that.

    Args:
        user_agent: of the request.
        purpose: what the client says about it, such as prefetch.
        is_click: whether a link was followed, and not a picture shown.
        is_check: whether it asks for the headers only.
    """
    if is_check:
        return _("Checked the link without opening it")
    if not is_click and _FOR_READERS.search(user_agent):
        return ""
    return bot_reason(user_agent=user_agent, purpose=purpose, in_browser=True)


def machines(
    touches: Sequence[Seen], *, links: Collection[UUID], delivered_at: datetime | None
) -> Mapping[UUID, str]:
    """Return which openings and clicks of one email are a machine's, with the reason.

    A scanner follows all links within ten seconds of each other, or of delivery. What opens the email within
    ten seconds of delivery is a machine, too.

    Args:
        touches: of the email, in ascending order.
        links: all links of the email.
        delivered_at: when the server took it.
    """
    found = {each.id: each.reason for each in touches if each.reason}
    clicks = [each for each in touches if each.link]
    early = [each for each in touches if _is_early(each, delivered_at)]
    if set(links) <= {each.link for each in early}:
        found = dict.fromkeys((each.id for each in early if each.link), AT_DELIVERY) | found
    found = _scanned(clicks, links) | found
    return dict.fromkeys((each.id for each in early if not each.link), AT_DELIVERY) | found


def _is_early(touch: Seen, delivered_at: datetime | None) -> bool:
    return delivered_at is not None and touch.at - delivered_at < SCAN_WITHIN


def _scanned(clicks: Sequence[Seen], links: Collection[UUID]) -> dict[UUID, str]:
    """Return the clicks within ten seconds of which all links were followed."""
    found: dict[UUID, str] = {}
    for first in clicks:
        window = [each for each in clicks if first.at <= each.at and each.at - first.at < SCAN_WITHIN]
        if scanned_mail(links=len(links), first_clicks=_firsts(window)):
            found |= dict.fromkeys((each.id for each in window), SCANNED_LINKS)
    return found


def _firsts(clicks: Iterable[Seen]) -> dict[str, datetime]:
    firsts: dict[str, datetime] = {}
    for each in clicks:
        firsts.setdefault(str(each.link), each.at)
    return firsts
