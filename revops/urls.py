from revops.activities import urls as activities
from revops.agents.coach import urls as coach
from revops.agents.copilot import urls as copilot
from revops.agents.inspector import urls as inspector
from revops.agents.llm import urls as llm
from revops.agents.research import urls as research
from revops.agents.search import urls as search
from revops.deal_imports import urls as deal_imports
from revops.deal_page import urls as deal_page
from revops.forecast import urls as forecast
from revops.health import urls as health
from revops.pipeline import urls as pipeline
from revops.prospects import urls as prospects
from revops.rates import urls as rates
from revops.routing import urls as routing
from revops.sequences import urls as sequences
from revops.sms import urls as sms
from revops.workflows import urls as workflows

app_name = "revops"
urlpatterns = [
    *pipeline.urlpatterns,
    *deal_imports.urlpatterns,
    *activities.urlpatterns,
    *deal_page.urlpatterns,
    *forecast.urlpatterns,
    *rates.urlpatterns,
    *health.urlpatterns,
    *coach.urlpatterns,
    *copilot.urlpatterns,
    *inspector.urlpatterns,
    *routing.urlpatterns,
    *prospects.urlpatterns,
    *research.urlpatterns,
    *search.urlpatterns,
    *sequences.urlpatterns,
    *sms.urlpatterns,
    *workflows.urlpatterns,
    *llm.urlpatterns,
]
