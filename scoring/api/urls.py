from scoring.alerts.api import urls as alerts
from scoring.detection.api import urls as detection
from scoring.preview.api import urls as preview
from scoring.recalculation.api import urls as recalculation
from scoring.scores.api import urls as scores
from scoring.signals.api import urls as signals
from scoring.thresholds.api import urls as thresholds
from scoring.versions.api import urls as versions

urlpatterns = [
    *scores.urlpatterns,
    *recalculation.urlpatterns,
    *versions.urlpatterns,
    *preview.urlpatterns,
    *thresholds.urlpatterns,
    *alerts.urlpatterns,
    *signals.urlpatterns,
    *detection.urlpatterns,
]
