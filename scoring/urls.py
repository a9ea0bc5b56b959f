from django.urls import path

from scoring import views

app_name = "scoring"
urlpatterns = [
    path("", views.leaderboard, name="leaderboard"),
    path("settings/", views.settings, name="settings"),
    path("distribution/", views.distribution, name="distribution"),
    path("settings/draft/", views.draft, name="draft"),
    path("settings/preview/", views.preview, name="preview"),
    path("settings/matches/", views.matches, name="matches"),
    path("settings/recalculation/", views.recalculation, name="recalculation"),
    path("settings/learning/", views.learning, name="learning"),
    path("settings/learning/train/", views.train, name="train"),
    path("settings/learning/<int:version>/promote/", views.promote, name="promote"),
    path("settings/learning/<int:version>/discard/", views.discard, name="discard"),
    path("settings/versions/<int:version>/publish/", views.roll_back, name="roll-back"),
    path("signals/", views.signals, name="signals"),
    path("signals/<str:code>/", views.signal_type, name="signal-type"),
    path("signals/<str:code>/rules/", views.signal_rule, name="signal-rule"),
    path("signals/<str:code>/restore/", views.restore_signal, name="signal-restore"),
    path("alerts/", views.alerts, name="alerts"),
    path("alerts/response-times/", views.alert_delays, name="alert-delays"),
    path("alerts/promises/", views.alert_policies, name="alert-policies"),
    path("alerts/acknowledge/", views.acknowledge, name="alerts-acknowledge"),
    path("alerts/snooze/", views.snooze, name="alerts-snooze"),
    path("alerts/reassign/", views.reassign, name="alerts-reassign"),
    path("alerts/escalate/", views.escalate, name="alerts-escalate"),
    path("alerts/undo/", views.undo, name="alerts-undo"),
    path("alerts/<uuid:alert_id>/", views.alert, name="alert"),
]
