from django.urls import path

from lead_intelligence.api import views

urlpatterns = [
    path("contacts/enrich/batch", views.EnrichBatchView.as_view()),
    path("batches/<uuid:batch_id>", views.BatchView.as_view()),
    path("batches/<uuid:batch_id>/cancel", views.CancelBatchView.as_view()),
    path("contacts/<uuid:contact_id>/enrich", views.EnrichView.as_view()),
    path("contacts/<uuid:contact_id>/enrichment-history", views.HistoryView.as_view()),
    path("contacts/<uuid:contact_id>/provenance", views.ProvenanceView.as_view()),
    path("contacts/<uuid:contact_id>/revert", views.RevertView.as_view()),
    path("reversals/<uuid:reversal_id>/undo", views.UndoReversalView.as_view()),
    path("providers", views.ProvidersView.as_view()),
    path("providers/<slug:provider_id>", views.ProviderView.as_view()),
    path("health", views.HealthView.as_view()),
    path("waterfall", views.WaterfallsView.as_view()),
    path("waterfall/<str:field_name>", views.WaterfallView.as_view()),
]
