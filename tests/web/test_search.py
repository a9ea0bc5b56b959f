"""One box finds leads, companies and deals."""

from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.revops import DealFactory


def found(web, text: str) -> dict[str, list[str]]:
    groups = web.get("/search/", {"q": text}).context["groups"]
    return {group["label"]: [str(row) for row in group["rows"]] for group in groups}


def test_a_word_finds_leads_companies_and_deals(web, rep):
    company = CompanyFactory(name="Zephyr Works", domain="zephyr.example")
    contact = ContactFactory(first_name="Ada", last_name="Zephyr", email="ada@a.example", company=company)
    DealFactory(name="Zephyr renewal", owner=rep, contact=contact)
    ContactFactory(first_name="Bob")
    assert found(web, "zephyr") == {
        "Leads": ["Ada Zephyr"],
        "Companies": ["Zephyr Works"],
        "Deals": ["Zephyr renewal"],
    }


def test_a_deal_is_found_by_its_lead_and_by_its_company(web, rep):
    company = CompanyFactory(name="Quanta", domain="quanta.example")
    contact = ContactFactory(first_name="Mira", last_name="Solberg", company=company)
    DealFactory(name="Renewal", owner=rep, contact=contact)
    assert [found(web, text)["Deals"] for text in ("solberg", "quanta")] == [["Renewal"], ["Renewal"]]


def test_deals_of_others_are_not_found(web, make_user):
    DealFactory(name="Zephyr secret", owner=make_user(email="other@acme.example"))
    assert found(web, "zephyr")["Deals"] == []


def test_nothing_found_says_what_to_try(web):
    assert "Try a shorter part" in web.get("/search/", {"q": "zzz"}).content.decode()


def test_the_search_takes_a_constant_number_of_queries(web, rep, django_assert_max_num_queries):
    for _ in range(12):
        DealFactory(name="Zephyr", owner=rep)
    web.get("/search/", {"q": "zephyr"})
    with django_assert_max_num_queries(20):
        web.get("/search/", {"q": "zephyr"})
