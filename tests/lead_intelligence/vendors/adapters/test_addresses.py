"""Where vendors are found when an account names no address of its own, as they document it."""

import re
from collections.abc import Iterator

import pytest
from starlette.routing import Route

from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.vendors.adapters.base import Ask, Vendor
from lead_intelligence.vendors.adapters.registry import VENDORS, vendor_class
from mauntic.kernel.http import HttpClient
from mauntic.sandbox.app import create_vendors
from tests.lead_intelligence.vendors.adapters.shapes import ADA, BARE_DOMAIN, NAMED
from tests.support.shared import SHARED

DOCUMENTED = {
    "clearbit": {"GET https://person.clearbit.com/v2/combined/find"},
    "apollo": {
        "POST https://api.apollo.io/api/v1/people/match",
        "POST https://api.apollo.io/api/v1/people/bulk_match",
        "GET https://api.apollo.io/api/v1/organizations/enrich",
        "GET https://api.apollo.io/api/v1/auth/health",
    },
    "hunter": {
        "GET https://api.hunter.io/v2/combined/find",
        "GET https://api.hunter.io/v2/email-finder",
        "GET https://api.hunter.io/v2/companies/find",
        "GET https://api.hunter.io/v2/account",
    },
    "zoominfo": {
        "POST https://okta-login.zoominfo.com/oauth2/default/v1/token",
        "POST https://api.zoominfo.com/gtm/data/v1/contacts/enrich",
        "POST https://api.zoominfo.com/gtm/data/v1/companies/enrich",
        "GET https://api.zoominfo.com/gtm/data/v1/users/usage",
    },
    "lusha": {
        "GET https://api.lusha.com/v2/person",
        "POST https://api.lusha.com/v2/person",
        "GET https://api.lusha.com/account/usage",
    },
    "rocketreach": {
        "GET https://api.rocketreach.co/api/v2/person/lookup",
        "GET https://api.rocketreach.co/api/v2/person/checkStatus",
        "GET https://api.rocketreach.co/api/v2/account/",
    },
    "builtwith": {
        "GET https://api.builtwith.com/v22/api.json",
        "GET https://api.builtwith.com/usagev2/api.json",
    },
    "wappalyzer": {
        "GET https://api.wappalyzer.com/v2/lookup",
        "GET https://api.wappalyzer.com/v2/credits/balance/",
    },
}
"""Every call of every adapter."""

LIST = SHARED / "providers" / "PROVIDERS.md"
TITLES = {"rocketreach": "RocketReach", "builtwith": "BuiltWith", "zoominfo": "ZoomInfo"}
SUBJECTS = (ADA, NAMED, BARE_DOMAIN, Subject(linkedin_url="https://www.linkedin.com/in/ada"))

pytestmark = pytest.mark.parametrize("slug", sorted(VENDORS))


def account(slug: str) -> Vendor:
    """An account that has nothing but its key."""
    return vendor_class(slug)(api_key="a-key", http=HttpClient())


def calls(vendor: Vendor) -> Iterator[Ask]:
    """One call of each kind that the vendor is asked by."""
    for subject in filter(vendor.can_look_up, SUBJECTS):
        yield vendor.ask(subject) or Ask("")
        yield vendor.ask_again("1", subject)
        if vendor.bulk_kind(subject):
            yield vendor.ask_many([subject, subject])
    if vendor.health_path:
        yield Ask(vendor.health_path)
    for option in vendor.address_options:
        yield Ask(vendor.address(option), method="POST")


def test_an_account_without_an_address_calls_what_its_vendor_documents(slug):
    vendor = account(slug)
    addresses = {
        f"{ask.method} {ask.path if '://' in ask.path else vendor.base_url + ask.path}"
        for ask in calls(vendor)
    }
    assert addresses == DOCUMENTED[slug]


@pytest.mark.skipif(not LIST.exists(), reason="the list of the vendors' formats is not here")
def test_what_is_documented_stands_in_the_list(slug):
    title = TITLES.get(slug, slug.capitalize())
    section = re.search(rf"^## \d+\. {title}\b.*?(?=^## \d)", LIST.read_text(), re.MULTILINE | re.DOTALL)
    assert section
    base = account(slug).base_url
    for address in DOCUMENTED[slug]:
        url = address.split()[1]
        parts = [base, url.removeprefix(base)] if url.startswith(base) else [url]
        missing = [part for part in parts if not re.search(re.escape(part) + r"(?![\w-])", section[0])]
        assert missing == [], address


def test_the_sandbox_serves_the_documented_paths(slug):
    vendor, sandbox = account(slug), create_vendors()[slug]
    served = {
        (method, route.path)
        for route in sandbox.routes()
        if isinstance(route, Route)
        for method in route.methods or ()
    }
    here = "http://127.0.0.1:1"
    there = {vendor.address(name): sandbox.options(here)[name] for name in vendor.address_options}
    wanted = set()
    for address in DOCUMENTED[slug]:
        method, url = address.split()
        wanted.add((method, there.get(url, url).removeprefix(here).removeprefix(vendor.base_url)))
        assert url not in there or url.endswith(there[url].removeprefix(here))
    assert wanted <= served
