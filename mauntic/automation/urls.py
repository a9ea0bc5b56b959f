"""Addresses of automation: what workflows and journeys share."""

from django.urls import path

from mauntic.automation.views import destinations

app_name = "automation"
urlpatterns = [
    path("settings/webhooks/", destinations.destinations, name="destinations"),
    path("settings/webhooks/<uuid:endpoint_id>/test/", destinations.endpoint_test, name="endpoint-test"),
    path(
        "settings/webhooks/<uuid:endpoint_id>/switch/", destinations.endpoint_switch, name="endpoint-switch"
    ),
    path(
        "settings/webhooks/<uuid:endpoint_id>/delete/", destinations.endpoint_delete, name="endpoint-delete"
    ),
    path("settings/slack/<uuid:channel_id>/test/", destinations.channel_test, name="channel-test"),
    path("settings/slack/<uuid:channel_id>/delete/", destinations.channel_delete, name="channel-delete"),
]
