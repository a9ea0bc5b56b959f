from django.urls import path

from revops.agents.copilot.api import views

urlpatterns = [
    path("agents/email-copilot/draft", views.DraftView.as_view()),
]
