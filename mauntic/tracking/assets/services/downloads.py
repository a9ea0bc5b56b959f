"""Record openings of assets by people and bots."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.db.models import Q

from mauntic.crm.models import Contact
from mauntic.events.catalog import AssetDownloaded
from mauntic.events.services import publish
from mauntic.kernel.bots import (
    LEAST_LINKS,
    QUICK_LINKS,
    SCAN_WITHIN,
    SCANNED_LINKS,
    bursts,
    scanned_mail,
)
from mauntic.kernel.clock import now
from mauntic.tracking.assets.models import Asset, Download
from mauntic.tracking.visitors.models import Visitor
from mauntic.tracking.visitors.services.browsers import seen_as
from mauntic.tracking.visitors.services.linking import link_visitors

_TOKEN = "mauntic.tracking.contact"  # noqa: S105 (a salt is no secret)
_TOKEN_LIVES = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Opening:
    """An opening of an asset. `token` or `anonymous_id` may identify who opened it."""

    token: str = ""
    anonymous_id: str = ""
    user_agent: str = ""
    bot_reason: str = ""


def contact_token(contact_id: UUID) -> str:
    """Return a signed token of a contact for links in emails: `/a/<slug>/?c=<token>`."""
    return signing.dumps(str(contact_id), salt=_TOKEN)


@transaction.atomic
def record_download(*, asset: Asset, opening: Opening) -> Download:
    """Record the opening of an asset. A person who opens it is linked to the browser.

    Returns: the stored download.
    Publishes: `AssetDownloaded` if the contact is known, and again for earlier downloads that turn out to be
    by a bot.
    """
    at = now()
    visitor_id = seen_as(opening.anonymous_id, at=at)
    contact_id = _contact_of(opening.token) or _contact_of_visitor(visitor_id)
    if contact_id and visitor_id and not opening.bot_reason:
        link_visitors(contacts={visitor_id: contact_id})
    download = Download.objects.create(
        asset=asset,
        contact_id=contact_id,
        visitor_id=visitor_id,
        is_bot=bool(opening.bot_reason),
        bot_reason=opening.bot_reason[:120],
        user_agent=opening.user_agent[:500],
        occurred_at=at,
    )
    if contact_id:
        publish(downloaded(download, contact_id))
        _mark_bots(contact_id, download)
    return download


def downloaded(download: Download, contact_id: UUID) -> AssetDownloaded:
    """Return the event of a download of a contact with its current verdict."""
    return AssetDownloaded(
        contact_id=contact_id,
        asset_id=download.asset_id,
        download_id=download.pk,
        downloaded_at=download.occurred_at,
        is_bot=download.is_bot,
    )


def _contact_of(token: str) -> UUID | None:
    """Return the contact of a valid token. None if it was deleted."""
    try:
        found = UUID(signing.loads(token, salt=_TOKEN, max_age=_TOKEN_LIVES))
    except (signing.BadSignature, ValueError):
        return None
    return found if Contact.objects.filter(pk=found).exists() else None


def _contact_of_visitor(visitor_id: UUID | None) -> UUID | None:
    if visitor_id is None:
        return None
    return Visitor.objects.filter(pk=visitor_id).values_list("contact_id", flat=True).first()


def _mark_bots(contact_id: UUID, latest: Download) -> None:
    """Mark downloads as made by a bot if they followed each other too quickly.

    Downloads that are marked already are included: the next link of the same email is from the same bot.
    """
    since = latest.occurred_at - SCAN_WITHIN
    recent = list(
        Download.objects.filter(contact_id=contact_id, occurred_at__gt=since)
        .filter(Q(is_bot=False) | Q(bot_reason__in=[QUICK_LINKS, SCANNED_LINKS]))
        .order_by("occurred_at", "pk")
    )
    quick = bursts([download.occurred_at for download in recent])
    reasons = {one.pk: QUICK_LINKS for one, is_quick in zip(recent, quick, strict=True) if is_quick}
    # Links on pages hold the id of the browser. A link without it is in an email.
    mailed = [download for download in recent if download.visitor_id is None]
    first_clicks = {str(one.asset_id): one.occurred_at for one in reversed(mailed)}
    if scanned_mail(links=LEAST_LINKS, first_clicks=first_clicks):
        reasons = {one.pk: SCANNED_LINKS for one in mailed} | reasons
    for download in recent:
        if download.pk in reasons and not download.is_bot:
            download.is_bot, download.bot_reason = True, reasons[download.pk]
            download.save(update_fields=["is_bot", "bot_reason"])
            publish(downloaded(download, contact_id))
