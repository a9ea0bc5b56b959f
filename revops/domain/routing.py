"""Routing in plain terms: the people, the leads, the rules, and a decision with its reason."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from mauntic.kernel.business_hours import BusinessHours
from mauntic.kernel.conditions import Tree


class Strategy(StrEnum):
    """How a rule chooses among its people."""

    ROUND_ROBIN = "round_robin"
    WEIGHTED = "weighted"
    TERRITORY = "territory"
    SKILL_BASED = "skill_based"
    LOAD_BALANCED = "load_balanced"


# What a decision says of its strategy when no rule's decided.
STICKY, FALLBACK, NOBODY = "sticky_owner", "fallback", "none"


@dataclass(frozen=True, slots=True)
class Rep:
    """A person who may get leads. None is no cap, and no working hours to heed.

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
    """What a rep has: leads that were routed to them today, and open leads that they own."""

    today: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class Lead:
    """What routing looks at in a lead, apart from conditions. `owner` is who has it now."""

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
    """A person of a rule. `credit` is what smooth weighted round robin keeps between its turns.

    `id` is of the row that keeps it, None in a draft.
    """

    rep: UUID
    weight: int = 1
    credit: int = 0
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """The first rule whose conditions hold decides."""

    id: UUID
    name: str
    strategy: Strategy
    conditions: Tree
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who was considered, and what spoke for or against them."""

    rep: UUID
    name: str
    eligible: bool
    why: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Who gets a lead, and why; `rep` is None when nobody does."""

    lead: Lead
    rep: UUID | None
    strategy: str
    reason: str
    rule: Rule | None = None
    candidates: tuple[Candidate, ...] = ()
