from django.urls import path

from scoring.alerts.api import views

urlpatterns = [
    path("signals/alerts", views.AlertsView.as_view()),
    path("signals/alerts/<uuid:alert_id>/acknowledge", views.AcknowledgeView.as_view()),
]
