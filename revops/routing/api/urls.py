from django.urls import path

from revops.routing.api import views

urlpatterns = [
    path("leads/route", views.RouteView.as_view()),
    path("routing/rules", views.RulesView.as_view()),
]
