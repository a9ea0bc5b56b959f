from django.urls import path

from scoring.detection.api import views

urlpatterns = [
    path("signals", views.SignalsView.as_view()),
    path("signals/config", views.SignalTypesView.as_view()),
    path("signals/config/<str:signal_type>", views.SignalTypeView.as_view()),
]
