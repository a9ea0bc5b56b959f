"""Workflows and journeys, their versions, and what they did."""

from mauntic.automation.models.definitions import Definition, DefinitionQuerySet, Kind, Switch, Version
from mauntic.automation.models.destinations import SlackChannel, WebhookEndpoint
from mauntic.automation.models.runs import (
    ActionRun,
    ActionState,
    Origin,
    Run,
    RunQuerySet,
    RunReason,
    RunState,
)

__all__ = [
    "ActionRun",
    "ActionState",
    "Definition",
    "DefinitionQuerySet",
    "Kind",
    "Origin",
    "Run",
    "RunQuerySet",
    "RunReason",
    "RunState",
    "SlackChannel",
    "Switch",
    "Version",
    "WebhookEndpoint",
]
