from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "mauntic.events"
    label = "events"
