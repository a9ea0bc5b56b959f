"""The Django admin that the admins of an organization use."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.db.models.base import ModelBase
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.sites import UnfoldAdminSite


class ListedLookups:
    """Narrow a list by its declared filters only.

    Django takes any column of the model from the address: `?password__startswith=a` reads a hash, a token or
    a key letter by letter, though no page shows it.
    """

    list_filter: Iterable[Any]
    date_hierarchy: str | None

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Whether the address may narrow the list by `lookup`."""
        filters = (each if isinstance(each, str) else each[0] for each in self.list_filter)
        names = [name for name in (*filters, self.date_hierarchy) if isinstance(name, str)]
        roots = {name.partition(LOOKUP_SEP)[0] for name in names}
        is_listed = lookup.partition(LOOKUP_SEP)[0] in roots
        return is_listed and super().lookup_allowed(lookup, value, request)  # type: ignore[misc] # a mixin


class Administration(UnfoldAdminSite):
    """An admin site of tenant models only.

    Rows of the shared apps belong to the whole installation: a clock schedule runs code for everybody, and
    the organizations are each other's business.
    """

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: Any = None,
        **options: Any,
    ) -> None:
        """Register models of tenant apps. Models of shared apps are third-party models, and are skipped."""
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        of_tenants = [model for model in models if not is_shared(model)]
        base = admin_class or ModelAdmin
        narrowed = type(base.__name__, (ListedLookups, base), {})
        super().register(of_tenants, narrowed, **options)


def is_shared(model: type[Model]) -> bool:
    """Whether the model's rows lie in the public schema, for all organizations."""
    return apps.get_app_config(model._meta.app_label).name in settings.SHARED_APPS  # noqa: SLF001 (Django's public API)
