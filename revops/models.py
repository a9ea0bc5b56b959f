"""Rows of revenue operations."""

from revops.activities.models import Activity, ActivityQuerySet, ActivityType
from revops.agents.approvals.models import Proposal
from revops.agents.llm.models.accounts import LlmAccount, LlmModel
from revops.agents.llm.models.budgets import AgentBudget, AgentPolicy, AgentSettings
from revops.agents.llm.models.instructions import PromptInstructions
from revops.agents.llm.models.runs import AgentRun
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.models.jobs import JobState, PageOutcome, ResearchJob, ResearchPage
from revops.agents.sdr.models import SdrDecision, SdrReply, SdrSequence, SdrSettings
from revops.agents.search.models import SearchAccount
from revops.attachments.models import Attachment
from revops.committee.models import CommitteeMember, CommitteeRole
from revops.deal_imports.models import DealImport
from revops.deals.models.actions import DealAction
from revops.deals.models.choices import DealPriority, DealStage, ForecastCategory
from revops.deals.models.deals import Deal, DealChange, DealQuerySet, StageMove
from revops.deals.models.runs import BulkKind, DealRun
from revops.forecast.models import Commit, ForecastSnapshot, Quota
from revops.health.models import DealHealth, HealthLevel, HealthWarning
from revops.prospects.models import IcpChange, IcpProfile, Prospect, QualificationRun, Recommended
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
from revops.sequences.models.enrollments import Enrollment, EnrollmentState, Outcome, StepRun
from revops.sequences.models.sequences import Sequence, SequenceVersion, Step, Switch, Variant
from revops.sms.models import SmsAccount, SmsOptOut, Text, TextState

__all__ = [
    "Absence",
    "Activity",
    "ActivityQuerySet",
    "ActivityType",
    "AgentBudget",
    "AgentPolicy",
    "AgentRun",
    "AgentSettings",
    "Attachment",
    "BulkKind",
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
    "DealRun",
    "DealStage",
    "DecidedBy",
    "Enrollment",
    "EnrollmentState",
    "ExchangeRate",
    "ForecastCategory",
    "ForecastSnapshot",
    "HealthLevel",
    "HealthWarning",
    "IcpChange",
    "IcpProfile",
    "JobState",
    "LlmAccount",
    "LlmModel",
    "Outcome",
    "PageOutcome",
    "PromptInstructions",
    "Proposal",
    "Prospect",
    "QualificationRun",
    "Quota",
    "Recommended",
    "RepProfile",
    "ResearchInsight",
    "ResearchJob",
    "ResearchPage",
    "RoutingDecision",
    "RoutingRule",
    "RoutingSettings",
    "RuleTarget",
    "SdrDecision",
    "SdrReply",
    "SdrSequence",
    "SdrSettings",
    "SearchAccount",
    "Sequence",
    "SequenceVersion",
    "SmsAccount",
    "SmsOptOut",
    "StageMove",
    "Step",
    "StepRun",
    "Strategy",
    "Switch",
    "Text",
    "TextState",
    "Trigger",
    "Variant",
]
