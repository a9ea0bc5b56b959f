from django.urls import path

from mauntic.automation.models import Kind
from mauntic.automation.urls import page_urls
from mauntic.journeys.views import enrolling, moving

app_name = "journeys"
urlpatterns = [
    *page_urls(Kind.JOURNEY, "journey"),
    path("journeys/<uuid:definition_id>/enroll/", enrolling.enroll, name="journey-enroll"),
    path("journeys/<uuid:definition_id>/enroll/undo/", enrolling.undo, name="journey-enroll-undo"),
    path("journeys/<uuid:definition_id>/move/", moving.move, name="journey-move"),
]
