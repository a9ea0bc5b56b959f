from django.urls import path

from revops.deals.api import views

urlpatterns = [
    path("deals", views.DealsView.as_view()),
    path("deals/<uuid:deal_id>", views.DealView.as_view()),
    path("deals/<uuid:deal_id>/changes", views.DealChangesView.as_view()),
    path("deals/<uuid:deal_id>/stage", views.StageView.as_view()),
]
