from django.urls import path

from revops.prospects import views

urlpatterns = [
    path("prospects/", views.index, name="prospects"),
    path("icp/", views.profile, name="icp"),
    path("prospects/progress/", views.progress, name="prospects-progress"),
    path("prospects/<uuid:contact_id>/qualify/", views.qualify, name="prospect-qualify"),
]
