"""Rows of revenue operations."""

from revops.activities.models import Activity, ActivityQuerySet, ActivityType
from revops.attachments.models import Attachment
from revops.committee.models import CommitteeMember, CommitteeRole
from revops.deal_imports.models import DealImport
from revops.deals.models.actions import DealAction
from revops.deals.models.choices import DealPriority, DealStage, ForecastCategory
from revops.deals.models.deals import Deal, DealChange, DealQuerySet, StageMove
from revops.forecast.models import Commit, ForecastSnapshot, Quota
from revops.health.models import DealHealth, HealthLevel, HealthWarning
from revops.rates.models import ExchangeRate
from revops.routing.models import (
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
    "DealAction",
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
