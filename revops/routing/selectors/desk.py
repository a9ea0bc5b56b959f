"""Load everything that a router needs for a set of leads."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from mauntic.crm.models import Contact
from revops.deals.selectors.days import organization_zone
from revops.routing.domain.decisions import Lead, Rule, Strategy
from revops.routing.domain.router import Router
from revops.routing.models import RoutingSettings
from revops.routing.selectors.people import keepers_of, loads_of, reps_of

# The fields that `lead_of` reads.
LEAD_FIELDS = (
    "owner",
    "country",
    "region",
    "title",
    "company__name",
    "company__country",
    "company__industry",
    "company__tech_stack",
)


def lead_of(contact: Contact) -> Lead:
    """Return a contact with its company for the domain. A missing country is taken from the company."""
    company = contact.company
    return Lead(
        id=contact.pk,
        owner=contact.owner_id,
        company=contact.company_id,
        company_name=company.name if company else "",
        country=contact.country or (company.country if company else ""),
        region=contact.region,
        industry=company.industry if company else "",
        technologies=tuple(company.tech_stack) if company else (),
        title=contact.title,
    )


def router_for(
    leads: Sequence[Lead],
    rules: Iterable[Rule],
    settings: RoutingSettings,
    *,
    since: datetime,
    is_past: bool = False,
) -> Router:
    """Return a router for these leads and rules.

    Args:
        leads: the leads that the router will decide about.
        rules: the active rules, in order.
        settings: the fallback, and whether working hours count.
        since: the time of the first decision; loads and absences count from then on.
        is_past: simulates the past: nothing was routed that day, and reps own only earlier leads.
    """
    rules = list(rules)
    keepers = _keepers(leads) if settings.keeps_companies_together else None
    people = {target.rep for rule in rules for target in rule.targets} | set((keepers or {}).values())
    if settings.fallback_id:
        people.add(settings.fallback_id)
    reps = reps_of(people, since=since, use_hours=settings.heeds_working_hours)
    by_load = {
        target.rep for rule in rules if rule.strategy is Strategy.LOAD_BALANCED for target in rule.targets
    }
    loads = loads_of(
        daily=[] if is_past else [rep.id for rep in reps.values() if rep.daily_cap is not None],
        owned=by_load | {rep.id for rep in reps.values() if rep.open_cap is not None},
        at=since,
        created_before=since if is_past else None,
    )
    return Router(
        reps=reps, loads=loads, keepers=keepers, fallback=settings.fallback_id, zone=organization_zone()
    )


def _keepers(leads: Sequence[Lead]) -> dict[UUID, UUID]:
    companies = {lead.company for lead in leads if lead.company}
    return keepers_of(companies, apart_from=[lead.id for lead in leads])
