from django.urls import path

from revops.activities.api import views

urlpatterns = [
    path("activities", views.ActivitiesView.as_view()),
]
