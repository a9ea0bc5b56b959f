from django.urls import path

from scoring.detection.views import pages

urlpatterns = [
    path("signals/", pages.index, name="signals"),
    path("signals/<str:code>/", pages.show, name="signal-type"),
    path("signals/<str:code>/rules/", pages.rule, name="signal-rule"),
    path("signals/<str:code>/restore/", pages.restore, name="signal-restore"),
]
