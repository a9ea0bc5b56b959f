from django.urls import path

from mauntic.events import views

app_name = "events"
urlpatterns = [
    path("", views.log, name="log"),
    path("dead/", views.dead, name="dead"),
    path("dead/retry/", views.retry, name="retry-all"),
    path("dead/<int:delivery_id>/retry/", views.retry, name="retry"),
    path("<uuid:event_id>/", views.detail, name="detail"),
]
