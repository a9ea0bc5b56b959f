"""Addresses inside an organization."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from mauntic.journeys.api.views import JourneysView
from revops.activities.urls import task_patterns

# Swagger UI draws with styles in attributes.
api_docs = csp_update({"style-src": [UNSAFE_INLINE]})(
    SpectacularSwaggerSplitView.as_view(url_name="api-schema")
)

handler500 = "mauntic.web.middleware.outages.handle_error"
urlpatterns = [
    path("", include("mauntic.web.urls")),
    path("accounts/", include("mauntic.web.sign_in_urls")),
    path("crm/", include("mauntic.crm.urls")),
    path("api/v1/crm/", include("mauntic.crm.api.urls")),
    path("", include("mauntic.tracking.urls")),
    path("", include("mauntic.delivery.urls")),
    path("", include("mauntic.automation.urls")),
    path("api/v1/delivery/", include("mauntic.delivery.api.urls")),
    path("v1/", include("mauntic.tracking.api.urls")),
    path("events/", include("mauntic.events.urls")),
    path("notifications/", include("mauntic.notifications.urls")),
    path("scoring/", include("scoring.urls")),
    path("api/v1/scoring/", include("scoring.api.urls")),
    path("lead-intelligence/", include("lead_intelligence.urls")),
    path("api/v1/lead-intelligence/", include("lead_intelligence.api.urls")),
    path("", include("mauntic.journeys.urls")),
    path("revops/", include("revops.urls")),
    path("agents/", include("revops.agents.urls")),
    path("tasks/", include(task_patterns)),
    path("api/v1/revops/", include("revops.api.urls")),
    path("api/v1/journeys", JourneysView.as_view()),
    path("api/v1/journeys/", include("mauntic.journeys.api.urls")),
    path("admin/", admin.site.urls),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/", api_docs, name="api-docs"),
]
