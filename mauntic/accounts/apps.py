from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "mauntic.accounts"
    label = "accounts"

    def ready(self) -> None:
        from mauntic.accounts import checks  # noqa: F401 (registers the checks once apps are loaded)
