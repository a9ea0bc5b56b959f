"""The vendors by slug."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext as _

from lead_intelligence.vendors.adapters.apollo import Apollo
from lead_intelligence.vendors.adapters.base import Vendor
from lead_intelligence.vendors.adapters.builtwith import BuiltWith
from lead_intelligence.vendors.adapters.clearbit import Clearbit
from lead_intelligence.vendors.adapters.hunter import Hunter
from lead_intelligence.vendors.adapters.lusha import Lusha
from lead_intelligence.vendors.adapters.rocketreach import RocketReach
from lead_intelligence.vendors.adapters.wappalyzer import Wappalyzer
from lead_intelligence.vendors.adapters.zoominfo import ZoomInfo
from mauntic.kernel.errors import NotFound

VENDORS: Mapping[str, type[Vendor]] = MappingProxyType(
    {
        vendor.slug: vendor
        for vendor in (Clearbit, Apollo, Hunter, ZoomInfo, Lusha, RocketReach, BuiltWith, Wappalyzer)
    }
)
"""In the default order of a new organization."""


def vendor_class(slug: str) -> type[Vendor]:
    """Return the class of a vendor. Raises `NotFound`, which lists the known slugs."""
    try:
        return VENDORS[slug]
    except KeyError:
        text = _('There is no vendor "{slug}". Choose one of {known}.')
        raise NotFound(text.format(slug=slug, known=", ".join(VENDORS))) from None
