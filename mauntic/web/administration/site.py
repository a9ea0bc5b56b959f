"""The Django admin that the admins of an organization use."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.sites import UnfoldAdminSite

from mauntic.kernel.admin import Worded
from mauntic.web.administration.listing import InProduct, ListedLookups
from mauntic.web.administration.menu import GROUPS


class Administration(UnfoldAdminSite):
    """An admin site of tenant models only.

    Rows of the shared apps belong to the whole installation: a clock schedule runs code for everybody, and
    the organizations are each other's business.
    """

    index_title = gettext_lazy("Administration")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the models by context, in the order and with the names of `GROUPS`."""
        order = list(GROUPS)
        found = super().get_app_list(request, app_label)
        for app in found:
            app["name"] = GROUPS[app["app_label"]][0] if app["app_label"] in GROUPS else app["name"]
        return sorted(
            found,
            key=lambda app: order.index(app["app_label"]) if app["app_label"] in GROUPS else len(order),
        )

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
        for model in of_tenants:
            super().register(model, _narrowed(base, model), **options)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # noqa: ARG002 (signature of Django)
        """Change the password where everybody does: with its limits, and a mail that tells of it."""
        return redirect("account_change_password")


def _narrowed(base: Any, model: type[Model]) -> Any:
    made: Any = type(base.__name__, (ListedLookups, InProduct, Worded, base), {})
    made.add_columns(model)
    made.inlines = [_worded(inline) for inline in base.inlines]
    return made


def _worded(inline: Any) -> Any:
    made: Any = type(inline.__name__, (Worded, inline), {})
    made.add_columns(inline.model)
    return made


def is_shared(model: type[Model]) -> bool:
    """Whether the model's rows lie in the public schema, for all organizations."""
    return apps.get_app_config(model._meta.app_label).name in settings.SHARED_APPS  # noqa: SLF001 (Django's public API)
