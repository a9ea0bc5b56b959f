from django.urls import path

from revops.forecast.api import views

urlpatterns = [
    path("forecasts/<str:period>", views.ForecastView.as_view()),
    path("forecasts/<str:period>/commit", views.CommitView.as_view()),
    path("forecasts/<str:period>/calibration", views.CalibrationView.as_view()),
    path("forecasts/<str:period>/risk-alerts", views.RiskAlertsView.as_view()),
]
