"""The pages of the product that show the rows of the administration."""

from collections.abc import Mapping

from django.db.models import Model
from django.urls import reverse

# The route, and the attribute of the row that it takes.
PAGES: Mapping[str, tuple[str, str]] = {
    "accounts.ApiKey": ("accounts:keys", ""),
    "accounts.Invitation": ("accounts:team", ""),
    "accounts.Team": ("accounts:team-edit", "pk"),
    "accounts.User": ("accounts:team", ""),
    "crm.Company": ("company", "pk"),
    "crm.Contact": ("lead", "pk"),
    "crm.Import": ("crm:import-detail", "pk"),
    "delivery.Mailbox": ("delivery:mailbox", "pk"),
    "delivery.Message": ("delivery:message", "pk"),
    "delivery.Reply": ("delivery:reply", "pk"),
    "delivery.SignInApp": ("delivery:sign-in-apps", ""),
    "delivery.Suppression": ("delivery:suppressions", ""),
    "events.Delivery": ("events:detail", "event_id"),
    "events.StoredEvent": ("events:detail", "pk"),
    "lead_intelligence.Budget": ("lead_intelligence:budget", ""),
    "lead_intelligence.EnrichmentBatch": ("lead_intelligence:batch", "pk"),
    "lead_intelligence.EnrichmentJob": ("lead_intelligence:job", "pk"),
    "lead_intelligence.EnrichmentPolicy": ("lead_intelligence:policy", ""),
    "lead_intelligence.EnrichmentProvider": ("lead_intelligence:provider", "slug"),
    "lead_intelligence.VendorCall": ("lead_intelligence:job", "job_id"),
    "lead_intelligence.WaterfallConfig": ("lead_intelligence:waterfall", ""),
    "revops.Deal": ("revops:deal", "pk"),
    "revops.DealHealth": ("revops:deal", "deal_id"),
    "revops.DealImport": ("revops:deal-import-job", "pk"),
    "revops.IcpProfile": ("revops:icp", ""),
    "revops.Prospect": ("lead", "contact_id"),
    "revops.Quota": ("revops:quotas", ""),
    "revops.RepProfile": ("revops:routing-profile", "rep_id"),
    "revops.RoutingRule": ("revops:routing-rule", "pk"),
    "revops.RoutingSettings": ("revops:routing-settings", ""),
    "scoring.AlertPolicy": ("scoring:alert-policies", ""),
    "scoring.LeadScore": ("lead", "contact_id"),
    "scoring.ScoringSettings": ("scoring:thresholds", ""),
    "scoring.SignalAlert": ("scoring:alert", "pk"),
    "scoring.SignalType": ("scoring:signal-type", "code"),
    "tracking.Asset": ("tracking:asset-edit", "pk"),
    "tracking.TrackingForm": ("tracking:form-detail", "pk"),
}
HISTORIES: Mapping[str, tuple[str, str]] = {
    "crm.Company": ("company-history", "pk"),
    "crm.Contact": ("lead-history", "pk"),
    "revops.Deal": ("revops:deal-history", "pk"),
}


def page_of(row: Model) -> str | None:
    """Return the address of the page that shows the row; None if there is none."""
    return _found(PAGES, row)


def history_of(row: Model) -> str | None:
    """Return the address of the row's history; None if the product keeps none."""
    return _found(HISTORIES, row)


def _found(routes: Mapping[str, tuple[str, str]], row: Model) -> str | None:
    route, attribute = routes.get(row._meta.label, ("", ""))  # noqa: SLF001 (documented)
    value = getattr(row, attribute) if attribute else None
    if not route or (attribute and value is None):
        return None
    return reverse(route, args=[value] if attribute else [])
