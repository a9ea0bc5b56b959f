from django.urls import path

from scoring.scores.api import views

urlpatterns = [
    path("contacts/<uuid:contact_id>/score", views.ScoreView.as_view()),
    path("contacts/<uuid:contact_id>/score/history", views.HistoryView.as_view()),
    path("scoring/leaderboard", views.LeaderboardView.as_view()),
]
