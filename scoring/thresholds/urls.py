from django.urls import path

from scoring.thresholds import views

urlpatterns = [
    path("settings/thresholds/", views.index, name="thresholds"),
]
