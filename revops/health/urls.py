from django.urls import path

from revops.health import views

urlpatterns = [
    path("health/", views.health_settings, name="health"),
    path("health/<slug:key>/", views.health_warning, name="health-warning"),
    path("health/<slug:key>/reset/", views.health_reset, name="health-reset"),
]
