"""The stages of a deal, in order, and their defaults for the forecast."""

from decimal import Decimal
from enum import StrEnum


class Stage(StrEnum):
    """The stage of a deal. Any move between open stages is allowed."""

    PROSPECTING = "prospecting"
    QUALIFICATION = "qualification"
    DISCOVERY = "discovery"
    DEMO = "demo"
    PROPOSAL = "proposal"
    NEGOTIATION = "negotiation"
    CLOSED_WON = "closed_won"
    CLOSED_LOST = "closed_lost"


class Category(StrEnum):
    """The forecast category: how certain a deal is within its period."""

    PIPELINE = "pipeline"
    BEST_CASE = "best_case"
    COMMIT = "commit"
    CLOSED = "closed"
    OMITTED = "omitted"


CLOSED = (Stage.CLOSED_WON, Stage.CLOSED_LOST)
OPEN = tuple(stage for stage in Stage if stage not in CLOSED)

# Default win probability of each stage, 0-1, until the organization's own history is long enough.
PROBABILITIES = {
    Stage.PROSPECTING: Decimal("0.10"),
    Stage.QUALIFICATION: Decimal("0.20"),
    Stage.DISCOVERY: Decimal("0.30"),
    Stage.DEMO: Decimal("0.50"),
    Stage.PROPOSAL: Decimal("0.75"),
    Stage.NEGOTIATION: Decimal("0.90"),
    Stage.CLOSED_WON: Decimal(1),
    Stage.CLOSED_LOST: Decimal(0),
}

CATEGORIES = {
    Stage.PROSPECTING: Category.PIPELINE,
    Stage.QUALIFICATION: Category.PIPELINE,
    Stage.DISCOVERY: Category.PIPELINE,
    Stage.DEMO: Category.BEST_CASE,
    Stage.PROPOSAL: Category.BEST_CASE,
    Stage.NEGOTIATION: Category.COMMIT,
    Stage.CLOSED_WON: Category.CLOSED,
    Stage.CLOSED_LOST: Category.OMITTED,
}

# The weight of each category in the weighted total of a forecast.
WEIGHTS = {
    Category.CLOSED: Decimal(1),
    Category.COMMIT: Decimal(1),
    Category.BEST_CASE: Decimal("0.5"),
    Category.PIPELINE: Decimal("0.25"),
    Category.OMITTED: Decimal(0),
}
