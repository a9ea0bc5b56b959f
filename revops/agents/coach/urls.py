from django.urls import path

from revops.agents.coach import views

urlpatterns = [
    path("coach/", views.coach, name="coach"),
]
