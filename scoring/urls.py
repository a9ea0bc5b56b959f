from scoring.alerts import urls as alerts
from scoring.detection import urls as detection
from scoring.learning import urls as learning
from scoring.model_page import urls as model_page
from scoring.scores import urls as scores
from scoring.thresholds import urls as thresholds

app_name = "scoring"
urlpatterns = [
    *scores.urlpatterns,
    *model_page.urlpatterns,
    *thresholds.urlpatterns,
    *learning.urlpatterns,
    *detection.urlpatterns,
    *alerts.urlpatterns,
]
