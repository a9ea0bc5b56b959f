from django.apps import AppConfig


class TrackingConfig(AppConfig):
    name = "mauntic.tracking"
    label = "tracking"
