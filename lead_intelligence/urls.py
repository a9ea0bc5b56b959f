from lead_intelligence.enrichment import urls as enrichment
from lead_intelligence.learning import urls as learning
from lead_intelligence.performance import urls as performance
from lead_intelligence.policy import urls as policy
from lead_intelligence.provenance import urls as provenance
from lead_intelligence.quality import urls as quality
from lead_intelligence.spending import urls as spending
from lead_intelligence.waterfall import urls as waterfall

app_name = "lead_intelligence"
urlpatterns = [
    *performance.urlpatterns,
    *spending.urlpatterns,
    *waterfall.urlpatterns,
    *learning.urlpatterns,
    *enrichment.urlpatterns,
    *quality.urlpatterns,
    *policy.urlpatterns,
    *provenance.urlpatterns,
]
