from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lead_intelligence.quality.selectors.leads import quality_of
from mauntic.crm.contacts.services.edit import create_contact, update_contact
from mauntic.crm.contacts.services.removal import delete_contacts
from mauntic.crm.models import Company, Contact
from mauntic.events.models import StoredEvent
from mauntic.kernel.db.search import search_forms
from mauntic.kernel.errors import NotFound
from mauntic.tenants.context import entered
from revops.prospects.domain.profile import Profile
from revops.prospects.domain.qualification import LeadFacts, qualify
from revops.prospects.models import Prospect
from revops.prospects.selectors.profile import comparable_icp
from revops.prospects.services.qualify import qualify_changed, qualify_lead, qualify_scope
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.prospects import make_fitting, score_leads, set_icp
from tests.support.queries import queries_of


def published() -> list[tuple[str, float, str]]:
    rows = StoredEvent.objects.filter(type="revops.ProspectQualified").order_by("occurred_at", "pk")
    return [(fact["contactId"], fact["score"], fact["recommendation"]) for row in rows for fact in row.facts]


def test_a_lead_that_fits_is_recommended_for_a_sequence(acme):
    set_icp()
    lead = make_fitting()
    score_leads("72.50", lead)

    found = qualify_lead(contact_id=lead.pk)

    assert (found.qualification_score, found.icp_match, found.data_completeness) == (
        Decimal("72.50"),
        Decimal("1.00"),
        Decimal("1.000"),
    )
    assert found.recommendation == "sequence"
    assert found.reasoning == (
        "ICP 1.00: title, seniority, industry and country match, company size 320 is within 50-500. "
        "Score 72 is at least 60, and ICP 1.00 at least 0.60."
    )
    assert published() == [(str(lead.pk), 72.5, "sequence")]


def test_the_country_of_the_company_counts_where_that_of_the_lead_is_unknown(acme):
    set_icp(
        titles=[], seniorities=[], employees_least=None, employees_most=None, industries=[], countries=["DE"]
    )
    lead = make_fitting(country="", company=CompanyFactory(country="DE"))

    assert qualify_lead(contact_id=lead.pk).findings == {"country": {"verdict": "match", "value": "DE"}}


def test_a_lead_without_company_is_qualified_too(acme):
    set_icp()
    lead = ContactFactory(company=None, title="Head of Marketing")

    found = qualify_lead(contact_id=lead.pk)

    assert (found.icp_match, found.recommendation) == (Decimal("0.20"), "skip")
    assert found.findings["company_size"] == {"verdict": "unknown", "value": None, "least": 50, "most": 500}


def test_accents_and_case_do_not_matter(acme):
    set_icp(titles=["Geschäftsführer"], industries=["CAFÉ"])
    lead = make_fitting(title="GESCHAFTSFUHRER (DACH)", company=CompanyFactory(industry="Cafe"))

    assert qualify_lead(contact_id=lead.pk).icp_match == 1


def test_without_a_profile_a_lead_is_qualified_on_request_alone(acme):
    lead = make_fitting()

    assert qualify_changed(contact_ids=[lead.pk]) == 0
    assert not Prospect.objects.exists()
    found = qualify_lead(contact_id=lead.pk)
    assert (found.icp_match, found.recommendation) == (0, "skip")
    assert "the ideal customer profile is empty" in found.reasoning


def test_an_event_is_published_when_the_recommendation_changes_and_only_then(acme):
    set_icp()
    lead = make_fitting()
    score_leads(50, lead)
    qualify_changed(contact_ids=[lead.pk])
    score_leads(55, lead)
    assert qualify_changed(contact_ids=[lead.pk]) == 0
    score_leads(60, lead)
    assert qualify_changed(contact_ids=[lead.pk]) == 1

    assert Prospect.objects.get().qualification_score == 60
    assert published() == [(str(lead.pk), 50, "manual_review"), (str(lead.pk), 60, "sequence")]


def test_a_result_that_is_the_same_is_not_written_again_unless_a_person_asks(acme):
    set_icp()
    lead = make_fitting()
    first = qualify_lead(contact_id=lead.pk)

    qualify_changed(contact_ids=[lead.pk])
    assert Prospect.objects.get().qualified_at == first.qualified_at
    again = qualify_lead(contact_id=lead.pk)
    assert (again.pk, again.qualified_at > first.qualified_at) == (first.pk, True)
    assert len(published()) == 1


def test_a_lead_that_does_not_exist_is_refused_and_one_that_was_deleted_ignored(acme):
    set_icp()

    with pytest.raises(NotFound):
        qualify_lead(contact_id=uuid4())
    assert qualify_changed(contact_ids=[uuid4()]) == 0


def test_a_deleted_lead_takes_its_prospect_along(acme):
    set_icp()
    lead = make_fitting()
    qualify_lead(contact_id=lead.pk)

    delete_contacts(contact_ids=[lead.pk])
    assert not Prospect.objects.exists()


def test_leads_of_another_organization_are_not_touched(acme, globex):
    set_icp()
    with entered(globex):
        set_icp()
        lead = make_fitting()
    with pytest.raises(NotFound):
        qualify_lead(contact_id=lead.pk)


def test_a_thousand_leads_take_as_many_queries_as_one(acme):
    set_icp()
    leads = ContactFactory.create_batch(3)
    one = queries_of(lambda: qualify_changed(contact_ids=[leads[0].pk]))

    assert queries_of(lambda: qualify_changed(contact_ids=[lead.pk for lead in leads])) == one
    Prospect.objects.all().delete()
    assert qualify_changed(contact_ids=[lead.pk for lead in leads]) == 3


def test_a_lead_that_is_created_scored_and_edited_is_qualified_by_itself(acme, run_jobs):
    acme.enriches_new_contacts = False
    acme.save()
    set_icp()
    with run_jobs():
        lead = create_contact(
            values={
                "first_name": "Ada",
                "last_name": "Byron",
                "email": "ada@engines.example",
                "company": "Engines",
                "title": "Accountant",
            },
            source="manual",
        )
    before = Prospect.objects.get(contact=lead)
    with run_jobs():
        update_contact(contact=lead, values={"title": "VP Sales", "seniority": "vp"})

    after = Prospect.objects.get(contact=lead)
    assert (before.findings["title"]["verdict"], after.findings["title"]["verdict"]) == ("miss", "match")
    assert after.icp_match > before.icp_match


def test_a_change_of_the_company_qualifies_its_people(acme, run_jobs):
    set_icp()
    lead = make_fitting(company=CompanyFactory(industry="Software", employees=10))
    with run_jobs():
        qualify_changed(contact_ids=[lead.pk])
        update_contact(contact=lead, values={"employees": 100})

    assert Prospect.objects.get(contact=lead).findings["company_size"]["verdict"] == "match"


def test_of_two_who_qualify_at_once_one_publishes(committed, at_once):
    set_icp()
    lead = make_fitting()

    assert sorted(at_once(4, lambda _: qualify_changed(contact_ids=[lead.pk]))) == [0, 0, 0, 1]
    assert len(published()) == 1


TEXTS = st.sampled_from(
    [
        "",
        "VP Sales",
        "vp,sales",
        "Head of Marketing",
        "Café",
        "CAFE",
        "Straße",
        "İK Müdürü",
        "...",
        "VP",
        "Sales/VP",
        "%s",
        "a{b}",
        "ΣΟΦΟΣ",
    ]
)
CODES = st.sampled_from(["", "DE", "US", "FR"])
LEVELS = st.sampled_from(["", "vp", "director", "other"])
SIZES = st.none() | st.sampled_from([0, 1, 49, 50, 51, 500, 501, 2_000_000])
LISTS = st.lists(TEXTS.filter(bool), max_size=3, unique=True).map(tuple)
PROFILES = st.builds(
    Profile,
    titles=LISTS,
    seniorities=st.lists(LEVELS.filter(bool), max_size=2, unique=True).map(tuple),
    employees_least=st.none() | st.sampled_from([0, 50]),
    employees_most=st.none() | st.sampled_from([50, 500]),
    industries=LISTS,
    countries=st.lists(CODES.filter(bool), max_size=2, unique=True).map(tuple),
)
LEADS = st.lists(
    st.fixed_dictionaries(
        {
            "title": TEXTS,
            "seniority": LEVELS,
            "country": CODES,
            "phone": st.sampled_from(["", "+4930555010"]),
            "last_name": st.sampled_from(["", "Byron"]),
            "first_name": st.sampled_from(["", "Ada"]),
            "company": st.none()
            | st.fixed_dictionaries(
                {
                    "industry": TEXTS,
                    "employees": SIZES,
                    "country": CODES,
                    "name": st.sampled_from(["", "Acme"]),
                }
            ),
            "score": st.sampled_from(["0", "19.99", "20", "59.99", "60", "100"]),
        }
    ),
    min_size=1,
    max_size=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(profile=PROFILES, leads=LEADS)
def test_the_statement_finds_what_the_rule_finds(acme, profile, leads):
    Contact.objects.all().delete()
    Company.objects.all().delete()
    set_icp(
        **{name: getattr(profile, name) for name in Profile.__slots__}
        | {
            name: list(getattr(profile, name))
            for name in ("titles", "seniorities", "industries", "countries")
        }
    )
    made = [_made(each) for each in leads]
    qualify_scope(scope=Contact.objects.all())

    wanted = comparable_icp()
    forms = search_forms(
        text for lead, _ in made for text in (lead.title, lead.company.industry if lead.company else "")
    )
    stored = Prospect.objects.in_bulk([lead.pk for lead, _ in made], field_name="contact_id")
    for lead, score in made:
        found, rule = stored[lead.pk], qualify(_facts(lead, score, forms), wanted)
        assert {name: each["verdict"] for name, each in found.findings.items()} == dict(rule.verdicts)
        assert (found.icp_match, found.recommendation) == (rule.icp_match, rule.recommendation.value)
        assert found.qualification_score == score
        assert float(found.data_completeness) == quality_of(lead).completeness


def _made(values) -> tuple[Contact, Decimal]:
    plain = dict(values)
    score, company = Decimal(plain.pop("score")), plain.pop("company")
    row = Company.objects.create(**company) if company else None
    lead = Contact.objects.create(company=row, **plain)
    score_leads(score, lead)
    return lead, score


def _facts(lead: Contact, score: Decimal, forms) -> LeadFacts:
    company = lead.company
    return LeadFacts(
        title=forms[lead.title],
        seniority=lead.seniority,
        employees=company.employees if company else None,
        industry=forms[company.industry if company else ""],
        country=lead.country or (company.country if company else ""),
        score=score,
        completeness=Decimal(str(quality_of(lead).completeness)),
    )


def test_time_alone_does_not_change_a_result(acme, time_machine):
    set_icp()
    lead = make_fitting()
    first = qualify_lead(contact_id=lead.pk)
    time_machine.move_to(first.qualified_at + timedelta(days=40))

    qualify_changed(contact_ids=[lead.pk])
    assert Prospect.objects.get().qualified_at == first.qualified_at
