from django.urls import path

from scoring import views

app_name = "scoring"
urlpatterns = [
    path("", views.leaderboard, name="leaderboard"),
    path("settings/", views.settings, name="settings"),
    path("settings/versions/<int:version>/publish/", views.roll_back, name="roll-back"),
]
