from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    """The topmost app wires the contexts: their jobs, receivers and schedules are loaded once.

    Raises `ImproperlyConfigured` when a job has no actor, so that no process starts with it.
    """

    name = "mauntic.web"
    label = "web"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from mauntic.broker.jobs import check_actors
        from mauntic.web.schedules import install_schedules

        autodiscover_modules("actors", "handlers", "schedules", "finders")
        check_actors()
        post_migrate.connect(install_schedules, dispatch_uid="mauntic.schedules")


class AdministrationConfig(admin_apps.AdminConfig):
    """The Django admin of an organization."""

    default = False
    default_site = "mauntic.web.administration.Administration"
