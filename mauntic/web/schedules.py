"""Install the schedules of the contexts on `migrate`."""

from typing import Any

from django.apps import AppConfig

from mauntic.broker.schedules import install
from mauntic.tenants.context import in_public


def install_schedules(app_config: AppConfig, **_: Any) -> None:
    """After django-q2's own tables are there, in the public schema."""
    if app_config.name == "django_q" and in_public():
        install()
