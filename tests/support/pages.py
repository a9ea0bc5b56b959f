"""Every page, part and list of the product that a GET shows, for tests that open all of them."""

import re
from collections.abc import Iterable, Iterator

from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, EnrichmentJob
from lead_intelligence.provenance.models import FieldWrite
from mauntic.accounts.models import Invitation, Team, User
from mauntic.automation.models import Definition, Run, SlackChannel, WebhookEndpoint
from mauntic.crm.models import Company, Contact, Import
from mauntic.events.models import Delivery, StoredEvent
from mauntic.kernel.ids import new_id
from mauntic.notifications.models import Notification
from mauntic.tracking.models import Asset, FormSubmission, TrackingForm, WriteKey
from revops.activities.models import Activity
from revops.agents.approvals.models import Proposal
from revops.agents.llm.models.accounts import LlmModel
from revops.agents.llm.models.runs import AgentRun
from revops.deal_imports.models import DealImport
from revops.deals.models.deals import Deal
from revops.routing.models import RoutingDecision, RoutingRule
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.models.sequences import Sequence
from revops.sms.models import Text
from scoring.alerts.models import SignalAlert

SERVER_FAULTS = 500
_PART = re.compile(r"<(?:\w+:)?(\w+)>")
_ROWS: dict[str, type[Model]] = {
    "contact_id": Contact,
    "company_id": Company,
    "deal_id": Deal,
    "activity_id": Activity,
    "decision_id": RoutingDecision,
    "delivery_id": Delivery,
    "job_id": EnrichmentJob,
    "notification_id": Notification,
    "write_id": FieldWrite,
    "event_id": StoredEvent,
    "alert_id": SignalAlert,
    "form_id": TrackingForm,
    "asset_id": Asset,
    "submission_id": FormSubmission,
    "key_id": WriteKey,
    "user_id": User,
    "invitation_id": Invitation,
    "team_id": Team,
    "rep_id": User,
    "rule_id": RoutingRule,
    "sequence_id": Sequence,
    "enrollment_id": Enrollment,
    "text_id": Text,
    "endpoint_id": WebhookEndpoint,
    "channel_id": SlackChannel,
    "batch_id": EnrichmentBatch,
    "definition_id": Definition,
    "execution_id": Run,
    "agent_run_id": AgentRun,
    "model_id": LlmModel,
    "proposal_id": Proposal,
}
_WORDS = {
    "period": "2026-Q4",
    "field_name": "email",
    "signal_type": "PRICING_PAGE",
    "code": "PRICING_PAGE",
    "stage": "proposal",
    "version": "1",
    "slug": "odd",
    "provider_id": "hunter",
    "provider": "google",
    "ticket": "gone",
    "service": "mailgun",
    "kind": "anthropic",
    "engine_kind": "brave",
    "prompt_name": "research.read",
    "name": "email",
    "action": "pause",
    "field": "email",
}


def broken_pages(client: Client, addresses: Iterable[str] | None = None) -> list[str]:
    """Open every address; those that a fault of the server answers, each with its status."""
    client.raise_request_exception = False
    broken = []
    for address in addresses or all_addresses():
        answer = client.get(address)
        if answer.streaming and not answer.is_async:
            b"".join(answer.streaming_content)
        if answer.status_code >= SERVER_FAULTS:
            why = answer.exc_info[1] if answer.exc_info else ""
            broken.append(f"{answer.status_code} {address} {why!r}")
    return broken


def all_addresses() -> list[str]:
    """Return the addresses of all routes, with ids of rows that are there, and of the administration."""
    return [*_routes(get_resolver().url_patterns, ""), *_administration()]


def _routes(patterns: Iterable[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        path = f"{before}{pattern.pattern}"
        if path.startswith(("admin/", "accounts/logout")) or "^" in path or "(?P" in path:
            continue
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, path)
        else:
            yield "/" + _PART.sub(lambda found, path=path: _value(found[1], path), path)


def _value(name: str, path: str) -> str:
    if name in _WORDS:
        return _WORDS[name]
    model = _ROWS.get(name)
    if name == "import_id":
        model = DealImport if path.startswith("revops") else Import
    row = model._default_manager.first() if model else None
    return str(row.pk if row else new_id())


def _administration() -> Iterator[str]:
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        row = model._default_manager.first()
        if row is not None:
            yield reverse(f"{name}_change", args=[row.pk])
