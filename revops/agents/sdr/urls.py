from django.urls import path

from revops.agents.sdr import views

urlpatterns = [
    path("sdr/", views.index, name="sdr"),
    path("sdr/settings/", views.settings, name="sdr-settings"),
]
