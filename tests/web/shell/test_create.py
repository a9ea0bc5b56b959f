"""The menu "New" leads to forms that know the open record."""

import re
from html import unescape

from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.revops import DealFactory


def entries(web, path: str) -> dict[str, str]:
    page = web.get(path).content.decode()
    found = re.findall(r'<a href="([^"]+)" class="create-item"[^>]*data-create="(\w)"', page)
    return {letter: unescape(url) for url, letter in found}


def test_the_open_record_is_named_and_the_way_back_too(web, rep):
    lead, company, deal = ContactFactory(), CompanyFactory(), DealFactory(owner=rep)
    assert entries(web, f"/leads/{lead.pk}/")["d"] == (
        f"/revops/deals/new/?contact={lead.pk}&next=%2Fleads%2F{lead.pk}%2F"
    )
    assert f"company={company.pk}" in entries(web, f"/companies/{company.pk}/")["l"]
    assert f"deal={deal.pk}" in entries(web, f"/revops/deals/{deal.pk}/")["n"]


def test_every_page_has_the_menu(web):
    assert {"l", "d", "c", "t", "n"} == set(entries(web, "/settings/"))


def test_the_name_of_a_deal_is_proposed_from_the_lead_and_its_company(web):
    company = CompanyFactory(name="Acme Robotics")
    lead = ContactFactory(company=company)
    page = web.get(f"/revops/deals/new/?contact={lead.pk}").text
    assert 'value="Acme Robotics – new deal"' in page
    alone = ContactFactory(first_name="Ada", last_name="Byron", company=None)
    assert 'value="Ada Byron – new deal"' in web.get(f"/revops/deals/new/?contact={alone.pk}").text


def test_a_deal_from_the_page_of_a_company_is_for_the_company(web):
    company = CompanyFactory(name="Acme Robotics")
    page = web.get(f"/revops/deals/new/?company={company.pk}").text
    assert 'name="company_name" value="Acme Robotics"' in page


def test_a_lead_from_the_page_of_a_company_works_there(web):
    company = CompanyFactory(name="Acme Robotics")
    assert 'name="company" value="Acme Robotics"' in web.get(f"/leads/new/?company={company.pk}").text


def test_a_hidden_deal_proposes_nothing(web, make_user):
    deal = DealFactory(owner=make_user(email="other@acme.example"), name="Secret")
    assert f"{deal.company} – new deal" not in web.get(f"/revops/deals/new/?deal={deal.pk}").text
