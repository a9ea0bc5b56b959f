"""Reads of assets and their downloads."""

from django.db.models import Count, Q, QuerySet

from mauntic.kernel.errors import NotFound
from mauntic.tracking.models import Asset


def open_asset(slug: str) -> Asset:
    """The asset behind a link; `NotFound` when there is none or it is switched off."""
    asset = Asset.objects.filter(slug=slug, enabled=True).first()
    if asset is None:
        raise NotFound("There is nothing behind this link, or it is no longer handed out.")
    return asset


def assets() -> QuerySet[Asset]:
    """All assets with how often people and bots opened them: `opened` and `by_bots`."""
    return Asset.objects.annotate(
        opened=Count("downloads", filter=Q(downloads__is_bot=False)),
        by_bots=Count("downloads", filter=Q(downloads__is_bot=True)),
    )
