from django.urls import path

from mauntic.journeys.api import views

urlpatterns = [
    path("<uuid:journey_id>", views.JourneyView.as_view()),
    path("<uuid:journey_id>/publish", views.PublishView.as_view()),
    path("<uuid:journey_id>/pause", views.PauseView.as_view()),
    path("<uuid:journey_id>/enroll", views.EnrollView.as_view()),
    path("<uuid:journey_id>/leave", views.LeaveView.as_view()),
    path("<uuid:journey_id>/steps", views.StepsView.as_view()),
    path("<uuid:journey_id>/move", views.MoveView.as_view()),
    path("<uuid:journey_id>/move/preview", views.MovePreviewView.as_view()),
    path("<uuid:journey_id>/people", views.PeopleView.as_view()),
]
