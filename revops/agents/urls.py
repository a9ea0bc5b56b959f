from revops.agents.approvals import urls as approvals
from revops.agents.sdr import urls as sdr

app_name = "agents"
urlpatterns = [*approvals.urlpatterns, *sdr.urlpatterns]
