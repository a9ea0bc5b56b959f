from django.urls import path

from revops.agents.research.api import views

urlpatterns = [
    path("research", views.ResearchView.as_view()),
    path("contacts/<uuid:contact_id>/insights", views.InsightsView.as_view()),
    path("agents/research/run", views.RunView.as_view()),
]
