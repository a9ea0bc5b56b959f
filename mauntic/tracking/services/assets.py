"""Links to files and pages: opened by people, who count, and by scanners, which do not."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.db import transaction

from mauntic.crm.models import Contact
from mauntic.events.catalog import AssetDownloaded
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from mauntic.tracking.domain.bots import BURST_WITHIN, bursts
from mauntic.tracking.models import Asset, Download, Visitor
from mauntic.tracking.services.browsers import seen_as
from mauntic.tracking.services.visitors import link_visitors

TOO_QUICK = "Opened too many in a second"
_TOKEN = "mauntic.tracking.contact"  # noqa: S105 (a salt is no secret)
_TOKEN_LIVES = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Opening:
    """How an asset's link was opened: `token` and `anonymous_id` may say by whom."""

    token: str = ""
    anonymous_id: str = ""
    user_agent: str = ""
    bot_reason: str = ""


def contact_token(contact_id: UUID) -> str:
    """A signed word for a contact, for links in mails to it: `/a/<slug>/?c=<token>`."""
    return signing.dumps(str(contact_id), salt=_TOKEN)


@transaction.atomic
def record_download(*, asset: Asset, opening: Opening) -> Download:
    """Keep that an asset's link was opened, and publish `AssetDownloaded` when it is known by whom.

    A person who opens it makes the browser the contact's.
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
        _doubt_bursts(contact_id, download)
    return download


def downloaded(download: Download, contact_id: UUID) -> AssetDownloaded:
    """The fact that tells of a contact's download as it is judged now."""
    return AssetDownloaded(
        contact_id=contact_id,
        asset_id=download.asset_id,
        download_id=download.pk,
        downloaded_at=download.occurred_at,
        is_bot=download.is_bot,
    )


def _contact_of(token: str) -> UUID | None:
    """The contact of a token that is genuine; one that is gone is nobody."""
    try:
        found = UUID(signing.loads(token, salt=_TOKEN, max_age=_TOKEN_LIVES))
    except (signing.BadSignature, ValueError):
        return None
    return found if Contact.objects.filter(pk=found).exists() else None


def _contact_of_visitor(visitor_id: UUID | None) -> UUID | None:
    if visitor_id is None:
        return None
    return Visitor.objects.filter(pk=visitor_id).values_list("contact_id", flat=True).first()


def _doubt_bursts(contact_id: UUID, latest: Download) -> None:
    """A machine that opens every link of a mail has no need to say so."""
    since = latest.occurred_at - BURST_WITHIN
    recent = list(Download.objects.filter(contact_id=contact_id, occurred_at__gt=since, is_bot=False))
    marked = bursts([download.occurred_at for download in recent])
    for download in (one for one, is_marked in zip(recent, marked, strict=True) if is_marked):
        download.is_bot, download.bot_reason = True, TOO_QUICK
        download.save(update_fields=["is_bot", "bot_reason"])
        publish(downloaded(download, contact_id))
