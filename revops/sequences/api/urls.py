from django.urls import path

from revops.sequences.api import views

urlpatterns = [
    path("sequences", views.SequencesView.as_view()),
    path("sequences/<uuid:sequence_id>/enroll", views.EnrollView.as_view()),
]
