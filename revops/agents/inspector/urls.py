from django.urls import path

from revops.agents.inspector import views

urlpatterns = [
    path("deals/<uuid:deal_id>/inspector/", views.word, name="deal-inspector"),
]
