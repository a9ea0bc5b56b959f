from django.urls import path

from revops.rates import views

urlpatterns = [
    path("rates/", views.rates, name="rates"),
    path("rates/<uuid:rate_id>/delete/", views.rate_delete, name="rate-delete"),
]
