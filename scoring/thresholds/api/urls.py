from django.urls import path

from scoring.thresholds.api import views

urlpatterns = [
    path("scoring/settings", views.SettingsView.as_view()),
]
