"""The values of routing: reps, leads, rules, and decisions with their reasons."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from mauntic.kernel.conditions import Tree
from mauntic.kernel.time.business_hours import BusinessHours


class Strategy(StrEnum):
    """How a rule chooses among its reps."""

    ROUND_ROBIN = "round_robin"
    WEIGHTED = "weighted"
    TERRITORY = "territory"
    SKILL_BASED = "skill_based"
    LOAD_BALANCED = "load_balanced"


# Strategies of decisions that no rule made.
STICKY, FALLBACK, NOBODY = "sticky_owner", "fallback", "none"


@dataclass(frozen=True, slots=True)
class Rep:
    """A person who may get leads. None means no cap, and no working hours to check.

    `absences` are (from, until). Territories are `DE` or `US/California`, skills are free words.
    """

    id: UUID
    name: str
    is_active: bool = True
    takes_leads: bool = True
    absences: tuple[tuple[datetime, datetime], ...] = ()
    territories: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    daily_cap: int | None = None
    open_cap: int | None = None
    hours: BusinessHours | None = None


@dataclass(slots=True)
class Load:
    """Leads routed to a rep today, and open leads that they own."""

    today: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class Lead:
    """The data of a lead that routing uses besides conditions. `owner` is the current owner."""

    id: UUID
    owner: UUID | None = None
    company: UUID | None = None
    company_name: str = ""
    country: str = ""
    region: str = ""
    industry: str = ""
    technologies: tuple[str, ...] = ()
    title: str = ""


@dataclass(slots=True)
class Target:
    """A rep of a rule. `credit` is the state of smooth weighted round robin between turns.

    `id` is the row of the target, None in a draft.
    """

    rep: UUID
    weight: int = 1
    credit: int = 0
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. The first rule that matches a lead decides."""

    id: UUID
    name: str
    strategy: Strategy
    conditions: Tree
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rep who was considered, and why they are eligible or not."""

    rep: UUID
    name: str
    eligible: bool
    why: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The owner chosen for a lead, and the reason. `rep` is None if nobody can take it."""

    lead: Lead
    rep: UUID | None
    strategy: str
    reason: str
    rule: Rule | None = None
    candidates: tuple[Candidate, ...] = ()
