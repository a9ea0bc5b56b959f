"""Simulate rules on recent leads, without writing anything."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from revops.routing.domain.decisions import FALLBACK, STICKY, Decision, Rule
from revops.routing.models import RoutingSettings
from revops.routing.selectors.desk import LEAD_FIELDS, lead_of, router_for
from revops.routing.selectors.rules import applies, first_that_applies

DAYS = 30
# The limit of leads, newest first.
MOST_LEADS = 10_000


@dataclass(frozen=True, slots=True)
class RuleTally:
    """Leads that a rule matches, those that an earlier rule matches first, and those it decided."""

    id: UUID
    name: str
    matches: int
    shadowed: int
    decided: int


@dataclass(frozen=True, slots=True)
class RepTally:
    """Simulated leads that a rep would have got, and those that they own now."""

    name: str
    would_get: int
    has: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """The result for `leads` recent leads; `is_cut` if there were more.

    `same_company` counts leads that follow their company, `to_fallback` those for the fallback, `unassigned`
    those that nobody could take. `unassigned_now` counts those that have no owner in reality.
    """

    leads: int
    is_cut: bool
    rules: list[RuleTally]
    reps: list[RepTally]
    same_company: int
    to_fallback: int
    unassigned: int
    unassigned_now: int

    def tally_of(self, rule_id: UUID | None) -> RuleTally | None:
        """Return the tally of a rule; for None, of the last one, which is the new rule."""
        found = [tally for tally in self.rules if rule_id in (None, tally.id)]
        return found[-1] if found else None


def simulate(rules: Sequence[Rule], settings: RoutingSettings, now: datetime) -> Simulation:
    """Route the leads of the last 30 days as if each were new and unassigned on the day it was created.

    Conditions use today's data of the leads. Absences, working hours and daily caps count as on those days,
    open caps from the leads that reps owned before. Four queries, and up to three more for caps, companies
    and working hours.

    Args:
        rules: the rules to try, in order.
        settings: the fallback, and whether working hours count.
        now: the end of the 30 days.

    Returns: the result.
    """
    since = now - timedelta(days=DAYS)
    rows = Contact.objects.filter(created_at__range=(since, now)).select_related("company")
    rows = rows.only(*LEAD_FIELDS, "created_at").annotate(rule_index=first_that_applies(rules, now))
    newest = list(rows.order_by("-created_at", "-pk")[: MOST_LEADS + 1])
    contacts = newest[:MOST_LEADS][::-1]
    leads = [replace(lead_of(contact), owner=None) for contact in contacts]
    router = router_for(leads, rules, settings, since=since, is_past=True)
    decisions = [
        router.decide(lead, _rule_of(contact, rules), contact.created_at)
        for lead, contact in zip(leads, contacts, strict=True)
    ]
    has = Counter(contact.owner_id for contact in contacts)
    strategies = Counter(decision.strategy for decision in decisions)
    return Simulation(
        leads=len(contacts),
        is_cut=len(newest) > MOST_LEADS,
        rules=_by_rule(rules, contacts, decisions, now),
        reps=_by_rep(decisions, has),
        same_company=strategies[STICKY],
        to_fallback=strategies[FALLBACK],
        unassigned=sum(decision.rep is None for decision in decisions),
        unassigned_now=has[None],
    )


def _rule_of(contact: Contact, rules: Sequence[Rule]) -> Rule | None:
    index = getattr(contact, "rule_index", None)
    return None if index is None else rules[index]


def _by_rule(
    rules: Sequence[Rule], contacts: Sequence[Contact], decisions: Sequence[Decision], now: datetime
) -> list[RuleTally]:
    if not (rules and contacts):
        return [RuleTally(rule.id, rule.name, 0, 0, 0) for rule in rules]
    sample = Contact.objects.filter(created_at__range=(contacts[0].created_at, now))
    counts = {f"of_{index}": Count("pk", filter=applies(rule, now)) for index, rule in enumerate(rules)}
    matches = sample.aggregate(**counts)
    first = Counter(getattr(contact, "rule_index", None) for contact in contacts)
    decided = Counter(
        decision.rule.id
        for decision in decisions
        if decision.rule and decision.strategy == decision.rule.strategy.value
    )
    return [
        RuleTally(
            rule.id,
            rule.name,
            matches=matches[f"of_{index}"],
            shadowed=max(matches[f"of_{index}"] - first[index], 0),
            decided=decided[rule.id],
        )
        for index, rule in enumerate(rules)
    ]


def _by_rep(decisions: Sequence[Decision], has: Counter[UUID | None]) -> list[RepTally]:
    """Return the reps who would have got leads or own some, most leads first."""
    would_get = Counter(decision.rep for decision in decisions if decision.rep)
    people = User.objects.in_bulk([pk for pk in {*would_get, *has} if pk])
    tallies = [RepTally(str(user), would_get[pk], has[pk]) for pk, user in people.items()]
    return sorted(tallies, key=lambda tally: (-tally.would_get, -tally.has, tally.name))
