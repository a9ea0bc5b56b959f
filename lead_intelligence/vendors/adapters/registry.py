"""The vendors by slug."""

from collections.abc import Mapping
from types import MappingProxyType

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
"""In the order in which a new organization asks them."""


def vendor_class(slug: str) -> type[Vendor]:
    """The vendor of that slug; `NotFound` names those that exist."""
    try:
        return VENDORS[slug]
    except KeyError:
        raise NotFound(f"There is no vendor {slug!r}. Choose one of {', '.join(VENDORS)}.") from None
