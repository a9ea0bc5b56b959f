"""One box finds leads, companies and deals."""

import pytest

from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.revops import DealFactory

# The organization, the session, the user, and whose deals they see.
OF_EACH_REQUEST = 6


def palette(web, text: str):
    headers = {"hx-request": "true", "hx-target": "palette-found"}
    return web.get("/search/", {"q": text}, headers=headers)


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


def test_accents_case_and_double_spaces_do_not_count(web, rep):
    company = CompanyFactory(name="Süd  Energie", domain="sued.example")
    contact = ContactFactory(first_name="İlker", last_name="Demir", email="", company=company)
    DealFactory(name="Ångström 2", owner=rep, contact=contact)
    assert found(web, "ILKER  demir")["Leads"] == ["İlker Demir"]
    assert found(web, "sud energie")["Companies"] == ["Süd  Energie"]
    assert [found(web, text)["Deals"] for text in ("angstrom  2", "ilker", "SUD")] == [["Ångström 2"]] * 3


def test_a_deal_is_found_by_its_lead_and_by_its_company(web, rep):
    company = CompanyFactory(name="Quanta", domain="quanta.example")
    contact = ContactFactory(first_name="Mira", last_name="Solberg", company=company)
    DealFactory(name="Renewal", owner=rep, contact=contact)
    assert [found(web, text)["Deals"] for text in ("solberg", "quanta")] == [["Renewal"], ["Renewal"]]


def test_a_deal_is_found_by_words_of_its_name_its_lead_and_its_company(web, rep):
    company = CompanyFactory(name="Quanta", domain="quanta.example")
    contact = ContactFactory(first_name="Mira", last_name="Solberg", company=company)
    DealFactory(name="Renewal", owner=rep, contact=contact)
    assert found(web, "solberg renewal quanta")["Deals"] == ["Renewal"]
    assert found(web, "solberg upsell")["Deals"] == []


def test_deals_of_others_are_not_found(web, make_user):
    DealFactory(name="Zephyr secret", owner=make_user(email="other@acme.example"))
    assert found(web, "zephyr")["Deals"] == []


def test_the_link_to_all_results_counts_them_in_the_right_form(web):
    CompanyFactory(name="Zephyr Works", domain="zephyr.example")
    ContactFactory(first_name="Ada", last_name="Zephyr", company=None)
    ContactFactory(first_name="Bob", last_name="Zephyr", company=None)
    page = web.get("/search/", {"q": "zephyr"}).content.decode()
    assert '1 result<span class="visually-hidden"> in companies</span>' in page
    assert 'All 2 <span class="visually-hidden">leads</span>' in page


def test_nothing_found_says_what_to_try(web):
    assert "Try a shorter part" in web.get("/search/", {"q": "zzz"}).content.decode()


def test_the_search_takes_a_constant_number_of_queries(web, rep, django_assert_max_num_queries):
    for _ in range(12):
        DealFactory(name="Zephyr", owner=rep)
    web.get("/search/", {"q": "zephyr"})
    # Of these, ten are savepoints around the counts of the menu, which exist in a test's transaction only.
    with django_assert_max_num_queries(31):
        web.get("/search/", {"q": "zephyr"})


def test_the_palette_gets_the_first_of_each_kind_with_where_it_leads(web, rep):
    company = CompanyFactory(name="Zephyr Works", domain="zephyr.example")
    contact = ContactFactory(first_name="Ada", last_name="Zephyr", title="CTO", company=company)
    deal = DealFactory(name="Zephyr renewal", owner=rep, contact=contact)
    page = palette(web, "zephyr").content.decode()
    assert "<html" not in page
    assert [f'href="/{path}/"' in page for path in (f"leads/{contact.pk}", f"companies/{company.pk}")] == [
        True
    ] * 2
    assert f'href="/revops/deals/{deal.pk}/"' in page
    assert "CTO, Zephyr Works" in page


def test_the_palette_shows_nothing_of_others(web, make_user):
    DealFactory(name="Zephyr secret", owner=make_user(email="other@acme.example"))
    assert "secret" not in palette(web, "zephyr").content.decode()


def test_the_palette_asks_for_nothing_before_the_second_letter(web):
    ContactFactory(first_name="Zoe")
    assert "Zoe" not in palette(web, "z").content.decode()
    assert "Zoe" in palette(web, "zo").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_palette_takes_one_query_for_each_kind(web, rep, django_assert_num_queries, count):
    for _ in range(count):
        company = CompanyFactory(name="Zephyr")
        DealFactory(name="Zephyr", owner=rep, contact=ContactFactory(first_name="Zephyr", company=company))
    palette(web, "zephyr")
    with django_assert_num_queries(OF_EACH_REQUEST + 3):
        palette(web, "zephyr")
