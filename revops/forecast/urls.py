from django.urls import path

from revops.forecast.views import page, quotas

urlpatterns = [
    path("forecast/", page.current, name="forecast"),
    path("forecast/<str:period>/", page.forecast, name="forecast-of"),
    path("forecast/<str:period>/commit/", page.commit, name="forecast-commit"),
    path("quotas/", quotas.index, name="quotas"),
]
