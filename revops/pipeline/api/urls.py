from django.urls import path

from revops.pipeline.api import views

urlpatterns = [
    path("pipeline/metrics", views.PipelineMetricsView.as_view()),
]
