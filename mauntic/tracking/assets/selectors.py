"""Reads of assets."""

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from mauntic.kernel.errors import NotFound
from mauntic.tracking.assets.models import Asset


def open_asset(slug: str) -> Asset:
    """Return the published asset behind a link.

    Raises: `NotFound`
    """
    asset = Asset.objects.filter(slug=slug, enabled=True).first()
    if asset is None:
        raise NotFound(_("This link does not exist, or is no longer published."))
    return asset


def assets() -> QuerySet[Asset]:
    """Return all assets with the number of openings by people (`opened`) and bots (`by_bots`)."""
    return Asset.objects.annotate(
        opened=Count("downloads", filter=Q(downloads__is_bot=False)),
        by_bots=Count("downloads", filter=Q(downloads__is_bot=True)),
    )
