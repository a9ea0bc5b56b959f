from django.urls import path

from scoring.alerts.views import moves, mutes, pages

urlpatterns = [
    path("alerts/", pages.index, name="alerts"),
    path("alerts/response-times/", pages.response_times, name="alert-delays"),
    path("alerts/promises/", pages.promises, name="alert-policies"),
    path("alerts/acknowledge/", moves.acknowledge, name="alerts-acknowledge"),
    path("alerts/snooze/", moves.snooze, name="alerts-snooze"),
    path("alerts/reassign/", moves.reassign, name="alerts-reassign"),
    path("alerts/escalate/", moves.escalate, name="alerts-escalate"),
    path("alerts/undo/", moves.undo, name="alerts-undo"),
    path("alerts/muted/", mutes.index, name="alerts-muted"),
    path("alerts/mute/", mutes.mute, name="alerts-mute"),
    path("alerts/unmute/", mutes.unmute, name="alerts-unmute"),
    path("alerts/<uuid:alert_id>/", pages.show, name="alert"),
]
