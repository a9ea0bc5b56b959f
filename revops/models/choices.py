"""The words of revenue operations, as they are stored and shown."""

from django.db import models

from revops.domain.stages import Category, Stage


class DealStage(models.TextChoices):
    PROSPECTING = Stage.PROSPECTING.value, "Prospecting"
    QUALIFICATION = Stage.QUALIFICATION.value, "Qualification"
    DISCOVERY = Stage.DISCOVERY.value, "Discovery"
    DEMO = Stage.DEMO.value, "Demo"
    PROPOSAL = Stage.PROPOSAL.value, "Proposal"
    NEGOTIATION = Stage.NEGOTIATION.value, "Negotiation"
    CLOSED_WON = Stage.CLOSED_WON.value, "Won"
    CLOSED_LOST = Stage.CLOSED_LOST.value, "Lost"


class ForecastCategory(models.TextChoices):
    PIPELINE = Category.PIPELINE.value, "Pipeline"
    BEST_CASE = Category.BEST_CASE.value, "Best case"
    COMMIT = Category.COMMIT.value, "Commit"
    CLOSED = Category.CLOSED.value, "Closed"
    OMITTED = Category.OMITTED.value, "Omitted"


# What a person may say of an open deal: it is closed by being won, and not by being called so.
CATEGORIES_OF_OPEN = [choice for choice in ForecastCategory.choices if choice[0] != Category.CLOSED]


class DealPriority(models.TextChoices):
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    CRITICAL = "critical", "Critical"


class CommitteeRole(models.TextChoices):
    ECONOMIC_BUYER = "economic_buyer", "Economic buyer"
    TECHNICAL_BUYER = "technical_buyer", "Technical buyer"
    CHAMPION = "champion", "Champion"
    INFLUENCER = "influencer", "Influencer"
    END_USER = "end_user", "End user"
    BLOCKER = "blocker", "Blocker"
    LEGAL = "legal", "Legal or procurement"
    OTHER = "other", "Other"


class ActivityType(models.TextChoices):
    CALL = "call", "Call"
    EMAIL = "email", "E-mail"
    MEETING = "meeting", "Meeting"
    DEMO = "demo", "Demo"
    TASK = "task", "Task"
    NOTE = "note", "Note"
    LINKEDIN = "linkedin", "LinkedIn"
    SMS = "sms", "SMS"


class HealthLevel(models.TextChoices):
    HEALTHY = "healthy", "Healthy"
    AT_RISK = "at_risk", "At risk"
    CRITICAL = "critical", "Critical"
