from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "mauntic.notifications"
    label = "notifications"
