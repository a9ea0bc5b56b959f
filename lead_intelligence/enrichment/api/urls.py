from django.urls import path

from lead_intelligence.enrichment.api import views

urlpatterns = [
    path("contacts/enrich/batch", views.EnrichBatchView.as_view()),
    path("batches/<uuid:batch_id>", views.BatchView.as_view()),
    path("batches/<uuid:batch_id>/cancel", views.CancelBatchView.as_view()),
    path("contacts/<uuid:contact_id>/enrich", views.EnrichView.as_view()),
    path("contacts/<uuid:contact_id>/enrichment-history", views.HistoryView.as_view()),
]
