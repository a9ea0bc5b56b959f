from django.urls import path

from scoring.scores.views import distribution, leaderboard

urlpatterns = [
    path("", leaderboard.index, name="leaderboard"),
    path("distribution/", distribution.index, name="distribution"),
]
