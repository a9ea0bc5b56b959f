from django.urls import path

from mauntic.web.views import health, home

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", home.home, name="home"),
    path("leads/", home.home, name="leads"),
    path("settings/", home.home, name="settings"),
]
