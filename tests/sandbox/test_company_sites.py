"""The sites of companies that do not exist."""

import pytest
from starlette.testclient import TestClient

from mauntic.sandbox.company_sites import SiteKind, app, site_kind
from mauntic.sandbox.people import company_of

DOMAINS = [f"firm{n}.example" for n in range(200)]


def domain_of(kind: SiteKind) -> str:
    return next(each for each in DOMAINS if site_kind(each) is kind)


def visit(host: str, path: str = "/"):
    return TestClient(app()).get(path, headers={"X-Forwarded-Host": host})


def test_sites_are_of_all_kinds_and_mostly_full():
    kinds = [site_kind(each) for each in DOMAINS]
    assert set(kinds) == set(SiteKind)
    assert kinds.count(SiteKind.FULL) > 140


def test_a_full_site_says_of_its_company_what_the_vendors_know():
    domain = domain_of(SiteKind.FULL)
    company = company_of(domain)
    assert company
    about = visit(f"www.{domain}", "/about").text
    assert f"are based in {company.city}" in about
    assert f"{company.employees} people work here" in about
    assert visit(domain, "/news").text == visit(domain, "/news").text
    for path in ("/about", "/careers", "/news"):
        assert f'href="{path}"' in visit(domain).text


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        (domain_of(SiteKind.BARE), "/", 200),
        (domain_of(SiteKind.BARE), "/about", 404),
        (domain_of(SiteKind.DOWN), "/", 503),
        (domain_of(SiteKind.FULL), "/robots.txt", 404),
        ("gmail.com", "/", 404),
        ("", "/", 404),
    ],
)
def test_other_sites_and_pages_answer_as_such_sites_do(host, path, status):
    assert visit(host, path).status_code == status
