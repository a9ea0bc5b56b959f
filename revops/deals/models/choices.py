"""Choices of deals, as stored and shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from revops.deals.domain.stages import Category, Stage


class DealStage(models.TextChoices):
    PROSPECTING = Stage.PROSPECTING.value, _("Prospecting")
    QUALIFICATION = Stage.QUALIFICATION.value, _("Qualification")
    DISCOVERY = Stage.DISCOVERY.value, _("Discovery")
    DEMO = Stage.DEMO.value, _("Demo")
    PROPOSAL = Stage.PROPOSAL.value, _("Proposal")
    NEGOTIATION = Stage.NEGOTIATION.value, _("Negotiation")
    CLOSED_WON = Stage.CLOSED_WON.value, _("Won")
    CLOSED_LOST = Stage.CLOSED_LOST.value, _("Lost")


class ForecastCategory(models.TextChoices):
    PIPELINE = Category.PIPELINE.value, _("Pipeline")
    BEST_CASE = Category.BEST_CASE.value, _("Best case")
    COMMIT = Category.COMMIT.value, _("Commit")
    CLOSED = Category.CLOSED.value, _("Closed")
    OMITTED = Category.OMITTED.value, _("Omitted")


# Categories that a person can choose for an open deal. Only winning a deal makes it closed.
CATEGORIES_OF_OPEN = [choice for choice in ForecastCategory.choices if choice[0] != Category.CLOSED]


class DealPriority(models.TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    CRITICAL = "critical", _("Critical")
