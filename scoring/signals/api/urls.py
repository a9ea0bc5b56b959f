from django.urls import path

from scoring.signals.api import views

urlpatterns = [
    path("contacts/<uuid:contact_id>/signals", views.SignalsOfContactView.as_view()),
]
