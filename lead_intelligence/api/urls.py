from lead_intelligence.enrichment.api import urls as enrichment
from lead_intelligence.provenance.api import urls as provenance
from lead_intelligence.vendors.api import urls as vendors
from lead_intelligence.waterfall.api import urls as waterfall

urlpatterns = [
    *enrichment.urlpatterns,
    *provenance.urlpatterns,
    *vendors.urlpatterns,
    *waterfall.urlpatterns,
]
