from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    """The topmost app wires the contexts: their jobs, receivers and schedules are loaded once."""

    name = "mauntic.web"
    label = "web"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from mauntic.web.schedules import install_schedules

        autodiscover_modules("actors", "handlers", "schedules")
        post_migrate.connect(install_schedules, dispatch_uid="mauntic.schedules")
