from django.urls import include, path

from mauntic.web.views import health, home, settings

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", home.home, name="home"),
    path("leads/", home.home, name="leads"),
    path("settings/", settings.profile, name="settings"),
    path("settings/organization/", settings.organization, name="settings-organization"),
    path("", include("mauntic.accounts.urls")),
]
