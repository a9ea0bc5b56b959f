from django.urls import path

from revops.views import health

app_name = "revops"
urlpatterns = [
    path("health/", health.health_settings, name="health"),
    path("health/<slug:key>/", health.health_warning, name="health-warning"),
    path("health/<slug:key>/reset/", health.health_reset, name="health-reset"),
]
