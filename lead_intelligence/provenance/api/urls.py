from django.urls import path

from lead_intelligence.provenance.api import views

urlpatterns = [
    path("contacts/<uuid:contact_id>/provenance", views.ProvenanceView.as_view()),
    path("contacts/<uuid:contact_id>/revert", views.RevertView.as_view()),
    path("reversals/<uuid:reversal_id>/undo", views.UndoReversalView.as_view()),
]
