from revops.activities.api import urls as activities
from revops.deals.api import urls as deals
from revops.forecast.api import urls as forecast
from revops.health.api import urls as health
from revops.pipeline.api import urls as pipeline
from revops.routing.api import urls as routing

urlpatterns = [
    *routing.urlpatterns,
    *deals.urlpatterns,
    *activities.urlpatterns,
    *pipeline.urlpatterns,
    *health.urlpatterns,
    *forecast.urlpatterns,
]
