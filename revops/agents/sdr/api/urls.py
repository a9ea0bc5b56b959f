from django.urls import path

from revops.agents.sdr.api import views

urlpatterns = [
    path("agents/sdr/qualify", views.SdrQualifyView.as_view()),
    path("agents/sdr/settings", views.SdrSettingsView.as_view()),
]
