from django.urls import path

from scoring.alerts.api import mutes, views

urlpatterns = [
    path("signals/alerts", views.AlertsView.as_view()),
    path("signals/alerts/<uuid:alert_id>/acknowledge", views.AcknowledgeView.as_view()),
    path("signals/alerts/mutes", mutes.MutesView.as_view()),
    path("signals/alerts/mutes/<str:signal_type>", mutes.MuteView.as_view()),
]
