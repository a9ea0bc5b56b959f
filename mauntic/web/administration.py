"""The Django admin that the admins of an organization use."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin import ShowFacets, site
from django.db.models import Field, Model, URLField
from django.db.models.base import ModelBase
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from unfold.admin import ModelAdmin
from unfold.sites import UnfoldAdminSite

# The contexts in the sidebar, in this order, with their icons.
GROUPS = {
    "crm": (gettext_lazy("CRM"), "contacts"),
    "revops": (gettext_lazy("Revenue operations"), "handshake"),
    "scoring": (gettext_lazy("Scoring"), "leaderboard"),
    "lead_intelligence": (gettext_lazy("Enrichment"), "auto_awesome"),
    "tracking": (gettext_lazy("Tracking"), "travel_explore"),
    "events": (gettext_lazy("Events"), "history"),
    "notifications": (gettext_lazy("Notifications"), "notifications"),
    "accounts": (gettext_lazy("People and access"), "group"),
}
# Icons of models that differ from that of their group.
ICONS = {
    "Company": "apartment",
    "Import": "upload",
    "DealImport": "upload",
    "Activity": "call",
    "Absence": "event_busy",
    "RoutingRule": "alt_route",
    "RoutingDecision": "alt_route",
    "RoutingSettings": "tune",
    "RepProfile": "badge",
    "Commit": "flag",
    "Quota": "flag",
    "ForecastSnapshot": "query_stats",
    "ExchangeRate": "currency_exchange",
    "DealHealth": "monitor_heart",
    "HealthWarning": "monitor_heart",
    "SignalAlert": "notification_important",
    "AlertPolicy": "timer",
    "IntentSignal": "sensors",
    "SignalType": "sensors",
    "DetectionRule": "rule",
    "Outcome": "school",
    "TrainingRun": "school",
    "Recalculation": "sync",
    "ScoringSettings": "tune",
    "Budget": "payments",
    "EnrichmentProvider": "storefront",
    "HealthCheck": "monitor_heart",
    "VendorCall": "api",
    "ProcessingBlock": "block",
    "Reversal": "undo",
    "Visit": "ads_click",
    "TrackingForm": "description",
    "FormSubmission": "description",
    "Asset": "download",
    "Download": "download",
    "WriteKey": "key",
    "RejectedMessage": "block",
    "Delivery": "outbound",
    "ApiKey": "key",
    "AccessPolicy": "lock",
    "Invitation": "mail",
    "Team": "groups",
}


def favicon(request: HttpRequest) -> str:  # noqa: ARG001 (Unfold's signature)
    """Return the address of the product's icon."""
    return static("favicon.svg")


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sidebar: the way back to the product, and the models by context.

    Args:
        request: of a person, whose permissions decide what is shown.
    """
    back = {
        "title": gettext("Back to Mauntic"),
        "icon": "arrow_back",
        "link": reverse("home"),
        "active": lambda _: False,  # every address is below that of the home page
    }
    return [{"items": [back]}, *map(_group, site.get_app_list(request))]


def _group(app: dict[str, Any]) -> dict[str, Any]:
    _, icon = GROUPS.get(app["app_label"], ("", "folder"))
    items = [
        {
            "title": model["name"],
            "icon": ICONS.get(model["object_name"], icon),
            "link": model["admin_url"],
        }
        for model in app["models"]
    ]
    return {"title": app["name"], "items": items, "separator": True, "collapsible": True}


class ListedLookups:
    """Narrow a list by its declared filters only.

    Django takes any column of the model from the address: `?password__startswith=a` reads a hash, a token or
    a key letter by letter, though no page shows it.
    """

    list_filter: Iterable[Any]
    date_hierarchy: str | None
    # Counts of all rows, with and without each filter, cost more than the page.
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 0

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Return the field of a form; Django makes one even for a page that shows text."""
        if isinstance(db_field, URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc] # a mixin

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
        narrowed = type(base.__name__, (ListedLookups, base), {})
        super().register(of_tenants, narrowed, **options)


def is_shared(model: type[Model]) -> bool:
    """Whether the model's rows lie in the public schema, for all organizations."""
    return apps.get_app_config(model._meta.app_label).name in settings.SHARED_APPS  # noqa: SLF001 (Django's public API)
