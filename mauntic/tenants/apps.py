from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "mauntic.tenants"
    label = "tenants"

    def ready(self) -> None:
        from mauntic.tenants import checks  # noqa: F401 (registers the checks once apps are loaded)
