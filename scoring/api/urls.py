from django.urls import path

from scoring.api import views

urlpatterns = [
    path("contacts/<uuid:contact_id>/score", views.ScoreView.as_view()),
    path("contacts/<uuid:contact_id>/score/history", views.HistoryView.as_view()),
    path("contacts/<uuid:contact_id>/signals", views.SignalsOfContactView.as_view()),
    path("scoring/recalculate", views.RecalculateView.as_view()),
    path("scoring/config", views.ConfigView.as_view()),
    path("scoring/config/preview", views.PreviewView.as_view()),
    path("scoring/leaderboard", views.LeaderboardView.as_view()),
    path("signals/alerts", views.AlertsView.as_view()),
    path("signals/alerts/<uuid:alert_id>/acknowledge", views.AcknowledgeView.as_view()),
    path("signals", views.SignalsView.as_view()),
    path("signals/config", views.SignalTypesView.as_view()),
    path("signals/config/<str:signal_type>", views.SignalTypeView.as_view()),
]
