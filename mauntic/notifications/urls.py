"""URLs of notifications."""

from django.urls import path

from mauntic.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.index, name="index"),
    path("bell/", views.bell, name="bell"),
    path("read/", views.read_all, name="read-all"),
    path("<uuid:notification_id>/", views.follow, name="follow"),
    path("preferences/", views.preferences, name="preferences"),
]
