from django.urls import path

from lead_intelligence.waterfall.api import views

urlpatterns = [
    path("waterfall", views.WaterfallsView.as_view()),
    path("waterfall/<str:field_name>", views.WaterfallView.as_view()),
]
