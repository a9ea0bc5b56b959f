"""Rows of revenue operations."""

from revops.models.activities import Activity, ActivityQuerySet
from revops.models.choices import (
    ActivityType,
    CommitteeRole,
    DealPriority,
    DealStage,
    ForecastCategory,
    HealthLevel,
)
from revops.models.committee import Attachment, CommitteeMember
from revops.models.deal_import import DealImport
from revops.models.deals import Deal, DealChange, DealQuerySet, StageMove
from revops.models.forecast import Commit, ForecastSnapshot, Quota
from revops.models.health import DealHealth, HealthWarning
from revops.models.rates import ExchangeRate
from revops.models.routing import (
    Absence,
    DecidedBy,
    RepProfile,
    RoutingDecision,
    RoutingRule,
    RoutingSettings,
    RuleTarget,
    Strategy,
    Trigger,
)

__all__ = [
    "Absence",
    "Activity",
    "ActivityQuerySet",
    "ActivityType",
    "Attachment",
    "Commit",
    "CommitteeMember",
    "CommitteeRole",
    "Deal",
    "DealChange",
    "DealHealth",
    "DealImport",
    "DealPriority",
    "DealQuerySet",
    "DealStage",
    "DecidedBy",
    "ExchangeRate",
    "ForecastCategory",
    "ForecastSnapshot",
    "HealthLevel",
    "HealthWarning",
    "Quota",
    "RepProfile",
    "RoutingDecision",
    "RoutingRule",
    "RoutingSettings",
    "RuleTarget",
    "StageMove",
    "Strategy",
    "Trigger",
]
