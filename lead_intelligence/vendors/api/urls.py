from django.urls import path

from lead_intelligence.vendors.api import views

urlpatterns = [
    path("providers", views.ProvidersView.as_view()),
    path("providers/<slug:provider_id>", views.ProviderView.as_view()),
    path("health", views.HealthView.as_view()),
]
