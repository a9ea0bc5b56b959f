"""The page of a company: its leads, deals, activities, signals, totals and history."""

from decimal import Decimal

import pytest

from mauntic.accounts.models import User
from mauntic.broker.actor import Actor, ActorKind, acting
from mauntic.crm.companies.services.edit import update_company
from mauntic.crm.models import Company
from mauntic.kernel.clock import now
from revops.activities.models import Activity
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.revops import DealFactory
from tests.factories.scoring import make_signal
from tests.support.queries import queries_of

KIM = Actor(ActorKind.PERSON, "1", "Kim Novak")


@pytest.fixture
def company(acme) -> Company:
    return CompanyFactory(name="Acme Robotics", industry="Media", employees=234)


def text_of(web, address: str) -> str:
    answer = web.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def fill(company: Company, rep: User, *, rows: int) -> None:
    """Give the company so many leads, each with a deal, an activity and a signal."""
    for number in range(rows):
        lead = ContactFactory(company=company, first_name=f"Lead{number}")
        DealFactory(contact=lead, owner=rep, name=f"Deal of lead {number}", value=Decimal(100))
        Activity.objects.create(
            type="call", contact=lead, owner=rep, subject=f"Call {number}", completed_at=now()
        )
        make_signal(lead, "PRICING_PAGE")


def test_it_shows_leads_deals_activities_and_signals_with_totals(web, rep, company):
    fill(company, rep, rows=2)
    won = DealFactory(company=company, contact=None, owner=rep, name="Old deal", value=Decimal(5000))
    type(won).objects.filter(pk=won.pk).update(stage="closed_won", closed_at=now())
    page = text_of(web, f"/companies/{company.pk}/")
    for shown in ("Lead0", "Deal of lead 1", "Call 0", "Pricing page", "Old deal"):
        assert shown in page
    assert f'href="/leads/?company={company.pk}">2</a>' in page
    assert '<dt>Open value</dt><dd class="num">$200</dd>' in page
    assert '<dt>Won value</dt><dd class="num">$5,000</dd>' in page
    assert "<dt>Last activity</dt><dd><time" in page


def test_an_activity_names_its_type_once(web, rep, company):
    lead = ContactFactory(company=company, first_name="Ann", last_name="Lee")
    common = {"type": "call", "contact": lead, "owner": rep, "completed_at": now()}
    Activity.objects.create(**common)
    Activity.objects.create(**common, subject="Talk prices")
    page = text_of(web, f"/companies/{company.pk}/")
    assert f'Call</a><span class="sub">Ann Lee · {rep}</span>' in page
    assert f'Talk prices</a><span class="sub">Call · Ann Lee · {rep}</span>' in page
    on_lead = text_of(web, f"/leads/{lead.pk}/")
    assert f'<span class="sub">{rep} · completed' in on_lead
    assert f'<span class="sub">Call · {rep} · completed' in on_lead


def test_more_rows_cost_no_more_queries(web, rep, company):
    fill(company, rep, rows=1)
    one = queries_of(lambda: web.get(f"/companies/{company.pk}/"))
    fill(company, rep, rows=2)
    assert queries_of(lambda: web.get(f"/companies/{company.pk}/")) == one


def test_long_lists_end_with_a_link_to_all(web, rep, company):
    fill(company, rep, rows=12)
    page = text_of(web, f"/companies/{company.pk}/")
    assert page.count("Show all 12") == 1
    assert f'href="/revops/deals/?tab=open&amp;company={company.pk}">12 open</a>' in page
    other = DealFactory(owner=rep, name="Deal of others")
    deals = text_of(web, f"/revops/deals/?tab=open&company={company.pk}")
    assert "Deal of lead 3" in deals
    assert f'<input type="hidden" name="company" value="{company.pk}">' in deals
    assert other.name not in deals


def test_a_rep_sees_no_deals_and_activities_of_colleagues(web, company, make_user):
    kim = make_user("rep", email="kim@acme.example", name="Kim")
    fill(company, kim, rows=1)
    page = text_of(web, f"/companies/{company.pk}/")
    assert "Lead0" in page
    assert "Deal of lead 0" not in page
    assert "Call 0" not in page
    assert '<dt>Open value</dt><dd class="num">–</dd>' in page


def test_an_edit_is_saved_and_stands_in_the_history(web, rep, company):
    form = {"name": "Acme Robotics", "domain": company.domain, "industry": "Energy", "employees": "250"}
    answer = web.post(f"/companies/{company.pk}/edit/", form | {"tech_stack": "Django, HTMX"})
    assert answer.url == f"/companies/{company.pk}/"
    company.refresh_from_db()
    assert (company.industry, company.employees, company.tech_stack) == ("Energy", 250, ["Django", "HTMX"])
    page = text_of(web, f"/companies/{company.pk}/")
    assert f"<strong>{rep}</strong>" in page
    assert '<span class="change-new">Energy</span>' in page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("employees", "many", "employees"), ("name", "", "required"), ("domain", "taken.example", "belongs to")],
)
def test_a_wrong_value_is_explained_at_its_field(web, company, field, value, said):
    CompanyFactory(name="Taken", domain="taken.example")
    form = {"name": company.name, "domain": company.domain}
    answer = web.post(f"/companies/{company.pk}/edit/", form | {field: value})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert answer.context["form"].errors[field]


def opened(company: Company) -> dict[str, str]:
    form = {
        "name": company.name,
        "domain": company.domain,
        "industry": company.industry,
        "employees": str(company.employees),
        "tech_stack": "",
    }
    return form | {f"opened-{name}": value for name, value in form.items()}


def test_a_conflict_shows_both_values_and_saving_again_works(web, company):
    mine = opened(company)
    with acting(KIM):
        update_company(company=company, values={"industry": "Energy", "employees": 250})
    answer = web.post(
        f"/companies/{company.pk}/edit/", mine | {"industry": "Banking", "tech_stack": "Django"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "<strong>Banking</strong>" in page
    assert "<strong>Energy</strong>" in page
    assert "(Kim Novak, " in page
    again = mine | {"industry": "Banking", "tech_stack": "Django", "opened-industry": "Energy"}
    choice = {"conflict": "industry", "choice-industry": "mine"}
    assert web.post(f"/companies/{company.pk}/edit/", again | choice).status_code == 302
    company.refresh_from_db()
    assert (company.industry, company.employees, company.tech_stack) == ("Banking", 250, ["Django"])


def test_strangers_sign_in_first(stranger, company):
    assert "/login/" in stranger.get(f"/companies/{company.pk}/edit/").url
