"""The sidebar of the administration."""

from typing import Any

from django.contrib.admin import site
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

# The contexts in the sidebar, in this order, with their icons.
GROUPS = {
    "crm": (gettext_lazy("CRM"), "contacts"),
    "revops": (gettext_lazy("Revenue operations"), "handshake"),
    "scoring": (gettext_lazy("Scoring"), "leaderboard"),
    "lead_intelligence": (gettext_lazy("Enrichment"), "auto_awesome"),
    "delivery": (gettext_lazy("Email"), "mail"),
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
    "Prospect": "person_search",
    "IcpProfile": "tune",
    "IcpChange": "history",
    "QualificationRun": "sync",
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
    "Mailbox": "mail",
    "Message": "outgoing_mail",
    "Reply": "inbox",
    "Suppression": "block",
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
