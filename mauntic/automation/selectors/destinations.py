"""Reads of webhooks and Slack channels."""

from uuid import UUID

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from mauntic.automation.models import Definition, SlackChannel, WebhookEndpoint


def endpoints() -> QuerySet[WebhookEndpoint]:
    """Return all webhooks, by name. There are 50 at most."""
    return WebhookEndpoint.objects.order_by("name", "pk")


def channels() -> QuerySet[SlackChannel]:
    """Return all channels of Slack, by name. There are 50 at most."""
    return SlackChannel.objects.order_by("name", "pk")


def definitions_naming(record_id: UUID) -> QuerySet[Definition]:
    """Return the workflows and journeys whose current version names a record in its steps, by name."""
    rows = Definition.objects.annotate(steps=Cast("current__steps", TextField()))
    return rows.filter(steps__contains=str(record_id)).order_by("name", "pk")
