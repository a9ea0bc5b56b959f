from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AutomationConfig(AppConfig):
    name = "mauntic.automation"
    label = "automation"
    verbose_name = _("Automation")

    def ready(self) -> None:
        from mauntic.automation import checks  # noqa: F401 (registers the checks once apps are loaded)
