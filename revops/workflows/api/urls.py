from django.urls import path

from revops.workflows.api import views

urlpatterns = [
    path("workflows", views.WorkflowsView.as_view()),
    path("workflows/<uuid:workflow_id>", views.WorkflowView.as_view()),
    path("workflows/<uuid:workflow_id>/executions", views.ExecutionsView.as_view()),
]
