"""The receivers of all topics."""

# Receivers are called in this order: a lead has its first quality before any vendor is asked.
# isort: off
from lead_intelligence.quality import handlers as quality
from lead_intelligence.policy import handlers as policy
from lead_intelligence.privacy import handlers as privacy
from lead_intelligence.provenance import handlers as provenance
# isort: on

from lead_intelligence.vendors.adapters.registry import VENDORS
from mauntic.kernel.codes import name_codes

name_codes("provider", lambda slug: VENDORS[slug].name if slug in VENDORS else "")

__all__ = ["policy", "privacy", "provenance", "quality"]
