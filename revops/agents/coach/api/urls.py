from django.urls import path

from revops.agents.coach.api import views

urlpatterns = [
    path("agents/coach/review", views.ReviewView.as_view()),
]
