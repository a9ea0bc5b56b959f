from django.urls import path

from revops.agents.copilot import views

urlpatterns = [
    path("copilot/", views.copilot, name="copilot"),
    path("copilot/stream/<slug:ticket>/", views.copilot_stream, name="copilot-stream"),
]
