"""Pages that the command palette opens besides those of the menu."""

from collections.abc import Collection

from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.kernel.translation import gettext_lazy as _
from mauntic.web.shell.keys import Key, page_keys
from mauntic.web.shell.menu import MENU, Item

_OF_ALL = (
    ("revops:deals", _("Deals table")),
    ("notifications:index", _("Notifications")),
    ("notifications:preferences", _("Notification settings")),
    ("accounts:keys", _("API keys")),
    ("accounts:email", _("Email address")),
    ("account_change_password", _("Change password")),
    ("api-docs", _("API documentation")),
    ("scoring:settings", _("Scoring settings")),
    ("scoring:thresholds", _("Score thresholds")),
    ("scoring:learning", _("Learned scoring")),
    ("scoring:distribution", _("Score distribution")),
    ("scoring:signals", _("Intent signals")),
    ("scoring:alert-policies", _("Alert deadlines")),
    ("scoring:alert-delays", _("Response times")),
    ("scoring:alerts-muted", _("Muted signals")),
    ("lead_intelligence:waterfall", _("Order of vendors")),
    ("lead_intelligence:spend", _("Enrichment spend")),
    ("lead_intelligence:batches", _("Enrichment batches")),
    ("lead_intelligence:jobs", _("Enrichment jobs")),
    ("revops:routing-decisions", _("Routing decisions")),
    ("revops:routing-people", _("Routing: people and absences")),
    ("revops:quotas", _("Quotas")),
    ("revops:icp", _("Ideal customer profile")),
    ("revops:health", _("Deal health")),
    ("revops:rates", _("Exchange rates")),
    ("crm:import-new", _("Import leads")),
    ("delivery:mailboxes", _("Mailboxes")),
    ("delivery:outbox", _("Outbox")),
    ("delivery:suppressions", _("Suppressed addresses")),
    ("tracking:setup", _("Tracking")),
    ("tracking:forms", _("Forms")),
    ("tracking:assets", _("Assets")),
    ("tracking:traffic", _("Traffic")),
)
_OF_MANAGERS = (("revops:routing-simulation", _("Routing simulation")),)
_OF_OPS = (
    ("accounts:business-hours", _("Business hours")),
    ("lead_intelligence:policy", _("Enrichment policy")),
    ("lead_intelligence:quality", _("Data quality")),
    ("revops:deal-import", _("Import deals")),
)
_OF_ADMINS = (
    ("accounts:team", _("Team")),
    ("settings-organization", _("Organization")),
    ("settings-operations", _("Operations")),
    ("admin:index", _("Administration")),
)


def further_pages(user: User) -> list[Item]:
    """Return the pages that the user may open and that the menu does not show."""
    names = [
        *_OF_ALL,
        *(_OF_MANAGERS if user.is_manager else ()),
        *(_OF_OPS if user.is_ops else ()),
        *(_OF_ADMINS if user.is_staff else ()),
    ]
    return [
        Item(label=str(label), icon="", url=reverse(name), is_current=False, keys=page_keys(name))
        for name, label in names
    ]


def key_pages(hidden: Collection[str]) -> list[Key]:
    """Return the pages that keys open, in the order of the menu, without those that a person does not see."""
    named = [(name, label) for name, label, _icon in MENU if name not in hidden] + list(_OF_ALL)
    return [Key(keys, "", label) for name, label in named if (keys := page_keys(name))]
