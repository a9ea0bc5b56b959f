from django.urls import path

from revops.prospects.api import views

urlpatterns = [
    path("prospects", views.ProspectsView.as_view()),
    path("prospects/<uuid:contact_id>/qualify", views.QualifyView.as_view()),
]
