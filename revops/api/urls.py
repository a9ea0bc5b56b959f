from django.urls import path

from revops.api.views import health

urlpatterns = [
    path("agents/next-best-action/<str:deal_id>", health.NextBestActionView.as_view()),
    path("agents/deal-inspector/<str:deal_id>/explainability", health.DealInspectorView.as_view()),
]
