import pytest

from mauntic.crm.companies.domain.directory import Directory, Known, is_same


def book(*companies):
    found = Directory()
    for name, domain in companies:
        found.enter(name or domain, name=name, domain=domain)
    return found


@pytest.mark.parametrize(
    ("details", "found"),
    [
        ({"domain": "engines.com"}, "Engines"),
        ({"domain": "ENGINES.com", "name": "engines ltd"}, "Engines"),
        ({"name": "ENGINES"}, "Engines"),
        ({"name": "Looms"}, "Looms"),
        ({"name": "Looms", "domain": "looms.org"}, "Looms"),
        ({"name": "Nobody"}, None),
        ({"domain": "nobody.com"}, None),
        ({}, None),
    ],
)
def test_the_domain_decides_else_the_name(details, found):
    assert book(("Engines", "engines.com"), ("Looms", "")).find(details) == found


def test_a_domain_of_a_company_with_another_name_says_nothing():
    found = book(("Engines", "group.com"), ("Looms", "looms.com"))
    details = {"name": "Looms", "domain": "group.com"}
    assert found.find(details) == "Looms"
    assert found.own(details) == {"name": "Looms"}
    assert found.own({"name": "Engines", "domain": "group.com"}) == {"name": "Engines", "domain": "group.com"}


def test_the_same_name_behind_another_domain_is_another_company():
    assert book(("Engines", "engines.com")).find({"name": "Engines", "domain": "engines.de"}) is None


def test_of_two_companies_of_one_name_the_first_counts():
    found = Directory()
    found.enter(1, name="Engines", domain="")
    found.enter(2, name="Engines", domain="engines.com")
    assert found.find({"name": "engines"}) == 1
    assert found.find({"domain": "engines.com"}) == 2


def test_a_company_that_gets_a_domain_is_found_by_it():
    found = book(("Engines", ""))
    found.enter("Engines", name="Engines", domain="engines.com")
    assert found.find({"domain": "engines.com"}) == "Engines"
    assert found.find({"name": "Engines", "domain": "engines.org"}) is None


@pytest.mark.parametrize(
    ("known", "details", "same"),
    [
        (Known("Engines", "engines.com"), {"domain": "engines.com"}, True),
        (Known("Engines", "engines.com"), {"domain": "engines.com", "name": "Looms"}, False),
        (Known("Engines", "engines.com"), {"domain": "engines.de", "name": "Engines"}, False),
        (Known("Engines", ""), {"domain": "engines.de", "name": "engines"}, True),
        (Known("Engines", "engines.com"), {"name": "Looms"}, False),
        (Known("engines.com", "engines.com"), {"domain": "engines.com", "name": "Looms"}, True),
    ],
)
def test_whether_details_mean_a_company(known, details, same):
    assert is_same(known, details) is same


@pytest.mark.parametrize("name", ["engines.com", "ENGINES.com", "Engines.COM"])
def test_a_domain_that_is_given_as_the_name_rules_nobody_out(name):
    details = {"domain": "engines.com", "name": name}

    assert is_same(Known("Looms", "engines.com"), details)
    assert book(("Looms", "engines.com")).find(details) == "Looms"
    assert book(("Looms", "engines.com")).own(details) == details
