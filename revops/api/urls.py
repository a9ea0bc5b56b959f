from revops.activities.api import urls as activities
from revops.agents.coach.api import urls as coach
from revops.agents.copilot.api import urls as copilot
from revops.agents.llm.api import urls as llm
from revops.agents.research.api import urls as research
from revops.agents.sdr.api import urls as sdr
from revops.deals.api import urls as deals
from revops.forecast.api import urls as forecast
from revops.health.api import urls as health
from revops.pipeline.api import urls as pipeline
from revops.prospects.api import urls as prospects
from revops.routing.api import urls as routing
from revops.sequences.api import urls as sequences
from revops.workflows.api import urls as workflows

urlpatterns = [
    *routing.urlpatterns,
    *prospects.urlpatterns,
    *sdr.urlpatterns,
    *llm.urlpatterns,
    *deals.urlpatterns,
    *activities.urlpatterns,
    *pipeline.urlpatterns,
    *health.urlpatterns,
    *coach.urlpatterns,
    *copilot.urlpatterns,
    *forecast.urlpatterns,
    *research.urlpatterns,
    *sequences.urlpatterns,
    *workflows.urlpatterns,
]
