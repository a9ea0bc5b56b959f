from django.urls import path

from revops.health.api import views

urlpatterns = [
    path("agents/next-best-action/<str:deal_id>", views.NextBestActionView.as_view()),
    path("agents/deal-inspector/<str:deal_id>/explainability", views.DealInspectorView.as_view()),
]
