"""Which new alerts a person is notified about: the bell says once what the list of alerts shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from scoring.alerts.domain.sla import DEFAULT_HOURS

URGENT = frozenset({"critical", "high"})
LOW = "low"
# More urgent leads than this in a batch become one notification.
LEADS_NAMED = 3
_URGENCY = list(DEFAULT_HOURS)


@dataclass(frozen=True, slots=True)
class NewAlert:
    """A new alert of a lead."""

    lead: UUID
    priority: str
    type: str


@dataclass(frozen=True, slots=True)
class LeadNews:
    """The new alerts of a lead: the most urgent one, and how many more there are."""

    lead: UUID
    priority: str
    type: str
    more: int


@dataclass(frozen=True, slots=True)
class News:
    """What a batch of alerts means for a person.

    `urgent` are leads to name one by one, `urgent_leads` the number of leads if they are too many to name,
    `calm_leads` the number of other leads with alerts, and `low` the number of low-priority alerts.
    """

    urgent: Sequence[LeadNews]
    urgent_leads: int
    calm_leads: int
    low: int


def news_of(alerts: Iterable[NewAlert]) -> News:
    """Fold the new alerts of a person by lead. Low-priority alerts are only counted.

    Args:
        alerts: the alerts of one batch, on leads of one person, without those of muted types.
    """
    given = list(alerts)
    leads = [_folded(group) for group in _by_lead(given).values()]
    urgent = [lead for lead in leads if lead.priority in URGENT]
    are_named = len(urgent) <= LEADS_NAMED
    return News(
        urgent=urgent if are_named else [],
        urgent_leads=0 if are_named else len(urgent),
        calm_leads=len(leads) - len(urgent),
        low=sum(alert.priority == LOW for alert in given),
    )


def _by_lead(alerts: Iterable[NewAlert]) -> Mapping[UUID, list[NewAlert]]:
    groups: dict[UUID, list[NewAlert]] = {}
    for alert in alerts:
        if alert.priority != LOW:
            groups.setdefault(alert.lead, []).append(alert)
    return groups


def _folded(alerts: Sequence[NewAlert]) -> LeadNews:
    first = min(alerts, key=lambda alert: _URGENCY.index(alert.priority))
    return LeadNews(first.lead, first.priority, first.type, more=len(alerts) - 1)
