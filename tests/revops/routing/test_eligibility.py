"""Who can get a lead, and what is said of those who cannot."""

from datetime import UTC, datetime, timedelta

import pytest

from mauntic.accounts.services import set_business_hours
from mauntic.crm.models import Contact
from mauntic.kernel.errors import NotAllowed
from revops.routing.models import Absence, RoutingDecision
from revops.routing.services.route import route_contact, route_contacts
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.revops import DealFactory
from tests.factories.routing import make_leads, make_rep, make_rule, owners_after, set_up

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
OFFICE = [[[9 * 60, 17 * 60]]] * 5 + [[], []]


def said_of(name: str) -> str:
    """What the last decision says of a candidate."""
    candidates = RoutingDecision.objects.first().candidates
    return next(each["why"] for each in candidates if each["name"] == name)


@pytest.mark.parametrize(
    ("profile", "why"),
    [
        ({"is_active": False}, "is deactivated"),
        ({"takes_leads": False}, "does not take leads"),
        ({"daily_cap": 0}, "got 0 of 0 leads today"),
        ({"open_cap": 0}, "has 0 of 0 open leads"),
    ],
)
def test_who_cannot_take_a_lead_is_passed_over_and_told_why(acme, profile, why):
    make_rule(make_rep("Out", **profile), make_rep("Ann"))

    assert owners_after(make_leads(2)) == ["Ann", "Ann"]
    assert said_of("Out") == why
    assert RoutingDecision.objects.first().reason == 'Rule "All": only Ann is available.'


def test_an_absence_counts_while_it_lasts_and_to_the_end_of_what_follows(acme):
    away = make_rep("Away")
    make_rule(away, make_rep("Ann"))
    for starts, ends in ((-1, 1), (1, 3)):
        Absence.objects.create(
            rep=away, starts_at=NOON + timedelta(days=starts), ends_at=NOON + timedelta(days=ends)
        )

    assert owners_after(make_leads(1), now=NOON) == ["Ann"]
    assert said_of("Away") == "is away until 7 Mar 2026"
    assert owners_after(make_leads(1), now=NOON + timedelta(days=3)) == ["Away"]


def test_working_hours_count_where_they_are_heeded(acme):
    ann, bob = make_rep("Ann", week=[[[0, 10 * 60]]] * 7), make_rep("Bob")
    make_rule(ann, bob)
    set_business_hours(week=OFFICE, time_zone="UTC", country="", subdivision="", closed_on=[])

    assert owners_after(make_leads(2), now=NOON) == ["Ann", "Bob"]
    set_up(heeds_working_hours=True)
    assert owners_after(make_leads(2), now=NOON) == ["Bob", "Bob"]
    assert said_of("Ann") == "is outside working hours"
    assert owners_after(make_leads(1), now=NOON.replace(day=7, hour=8)) == ["Ann"]


def test_a_set_of_leads_never_passes_a_cap(acme):
    ann, bob = make_rep("Ann", daily_cap=2), make_rep("Bob", open_cap=4)
    make_leads(1, owner=bob)
    make_rule(ann, bob)

    assert owners_after(make_leads(7), now=NOON) == ["Ann", "Bob", "Ann", "Bob", "Bob", "", ""]
    assert (
        RoutingDecision.objects.first().reason
        == 'Rule "All" matches, but none of its reps can take the lead.'
    )
    assert owners_after(make_leads(1), now=NOON + timedelta(days=1)) == ["Ann"]


def test_the_day_of_a_cap_is_the_organizations(acme):
    acme.time_zone = "America/Los_Angeles"
    make_rule(make_rep("Ann", daily_cap=1))

    evening = datetime(2026, 3, 5, 7, tzinfo=UTC)
    assert owners_after(make_leads(1), now=NOON) == ["Ann"]
    assert owners_after(make_leads(1), now=evening) == [""]
    assert owners_after(make_leads(1), now=evening + timedelta(hours=2)) == ["Ann"]


def test_a_new_lead_goes_to_who_looks_after_its_company(acme):
    ann, bob, gone = make_rep("Ann"), make_rep("Bob"), make_rep("Gone", is_active=False)
    make_rule(bob)
    initech = CompanyFactory(name="Initech")
    for owner in (ann, gone, gone):
        ContactFactory(company=initech, owner=owner)

    assert owners_after(make_leads(2, company=initech)) == ["Ann", "Ann"]
    decision = RoutingDecision.objects.first()
    assert (decision.strategy, decision.rule, decision.reason) == (
        "sticky_owner",
        None,
        "Ann already works with Initech.",
    )
    set_up(keeps_companies_together=False)
    assert owners_after(make_leads(1, company=initech)) == ["Bob"]


def test_who_has_the_open_deals_of_a_company_comes_before_who_has_its_leads(acme):
    ann, bob = make_rep("Ann"), make_rep("Bob")
    company = CompanyFactory()
    ContactFactory(company=company, owner=ann)
    DealFactory(contact=ContactFactory(company=company), owner=bob)

    assert owners_after(make_leads(1, company=company), trigger="manual") == ["Bob"]


def test_a_keeper_who_is_away_or_full_is_passed_over(acme):
    keeper = make_rep("Keeper", open_cap=1)
    make_rule(make_rep("Ann"))
    company = CompanyFactory()
    ContactFactory(company=company, owner=keeper)

    assert owners_after(make_leads(1, company=company)) == ["Ann"]


def test_leads_of_one_company_that_come_together_stay_together(acme):
    make_rule(make_rep("Ann"), make_rep("Bob"))

    assert len(set(owners_after(make_leads(4, company=CompanyFactory())))) == 1


def test_what_no_rule_gives_to_anybody_goes_to_the_fallback_whose_caps_count_no_more(acme):
    rest = make_rep("Rest", takes_leads=False)
    set_up(fallback=rest)
    make_rule(make_rep("Ann", takes_leads=False), conditions={"all": [de()]})

    assert owners_after(make_leads(1, country="DE") + make_leads(1)) == ["Rest", "Rest"]
    first, second = RoutingDecision.objects.order_by("contact")
    assert (first.strategy, first.reason) == (
        "fallback",
        'Rule "All" matches, but none of its reps can take the lead. Assigned to the fallback, Rest.',
    )
    assert second.reason == "No rule matches this lead. Assigned to the fallback, Rest."


def test_the_first_rule_that_applies_decides_alone(acme):
    make_rule(make_rep("Full", daily_cap=0), name="Germany", conditions={"all": [de()]})
    make_rule(make_rep("Ann"), name="Rest")

    assert owners_after(make_leads(1, country="DE") + make_leads(1)) == ["", "Ann"]


def test_conditions_are_groups_of_all_and_any(acme):
    big = {"field": "company.employees", "operator": "at_least", "value": 200}
    hot = {"field": "contact.lead_score", "operator": "between", "value": [60, 80]}
    make_rule(make_rep("Ann"), conditions={"all": [de(), {"any": [big, hot]}]})
    make_rule(make_rep("Bob"))
    leads = [
        *make_leads(1, country="DE", company=CompanyFactory(employees=200)),
        *make_leads(1, country="de", lead_score=80),
        *make_leads(1, country="DE", lead_score=81),
        *make_leads(1, country="FR", lead_score=70),
    ]

    assert owners_after(leads) == ["Ann", "Ann", "Bob", "Bob"]


def test_a_rule_that_is_off_does_not_apply(acme):
    make_rule(make_rep("Ann"), enabled=False)
    make_rule(make_rep("Bob"))

    assert owners_after(make_leads(1)) == ["Bob"]


def test_a_lead_that_has_an_owner_is_routed_only_when_it_is_asked_for(acme):
    ann, bob = make_rep("Ann"), make_rep("Bob")
    make_rule(bob)
    leads = make_leads(1, owner=ann)

    assert owners_after(leads) == ["Ann"]
    assert owners_after(leads, reassign=True) == ["Bob"]
    assert RoutingDecision.objects.get().previous_owner == ann


def test_a_rep_routes_what_is_nobodys_or_theirs(acme, rep, manager, admin):
    make_rule(make_rep("Ann"))
    theirs, nobodys, others = make_leads(3)
    Contact.objects.filter(pk=theirs.pk).update(owner=rep)
    Contact.objects.filter(pk=others.pk).update(owner=make_rep("Other"))

    for lead in (theirs, nobodys):
        assert route_contact(contact_id=lead.pk, trigger="api", by=rep).rep.name == "Ann"
    with pytest.raises(NotAllowed):
        route_contacts(contact_ids=[nobodys.pk, others.pk], trigger="api", by=rep, reassign=True)
    assert route_contact(contact_id=others.pk, trigger="api", by=admin).by == admin


def de() -> dict[str, str]:
    return {"field": "contact.country", "operator": "equals", "value": "DE"}
