from django.urls import path

from scoring.versions.api import views

urlpatterns = [
    path("scoring/config", views.ConfigView.as_view()),
]
