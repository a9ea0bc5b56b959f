from django.urls import path

from scoring.recalculation.api import views

urlpatterns = [
    path("scoring/recalculate", views.RecalculateView.as_view()),
]
