from django.urls import path

from scoring.preview.api import views

urlpatterns = [
    path("scoring/config/preview", views.PreviewView.as_view()),
]
