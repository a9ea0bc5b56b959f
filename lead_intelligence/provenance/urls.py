from django.urls import path

from lead_intelligence.provenance.views import leads, reversals

urlpatterns = [
    path("reversals/", reversals.index, name="reversals"),
    path("reversals/<uuid:reversal_id>/undo/", reversals.undo, name="reversal-undo"),
    path("providers/<slug:slug>/revert/", reversals.revert_provider, name="provider-revert"),
    path("leads/<uuid:contact_id>/revert/", leads.revert, name="revert"),
]
