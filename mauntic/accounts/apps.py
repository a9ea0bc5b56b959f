from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "mauntic.accounts"
    label = "accounts"
    verbose_name = _("People and access")

    def ready(self) -> None:
        from mauntic.accounts import checks  # noqa: F401 (registers the checks once apps are loaded)
