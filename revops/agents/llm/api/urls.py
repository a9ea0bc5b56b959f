from django.urls import path

from revops.agents.llm.api import views

urlpatterns = [
    path("agents/runs", views.RunsView.as_view()),
    path("agents/runs/<uuid:agent_run_id>", views.RunView.as_view()),
    path("agents/settings", views.SettingsView.as_view()),
    path("agents/vendors/<str:kind>", views.VendorView.as_view()),
]
