"""Whom vendors are asked for."""

import pytest

from lead_intelligence.leads.selectors import subjects_of
from tests.factories.crm import CompanyFactory, ContactFactory

pytestmark = pytest.mark.usefixtures("acme")


def test_a_company_is_not_looked_up_by_the_domain_of_another_of_its_group():
    companies = {
        "Ada": CompanyFactory(name="Helvex Energy", domain="helvex-group.com"),
        "Ben": CompanyFactory(name="Helvex Healthcare", domain=""),
        "Cy": CompanyFactory(name="Zenith", domain=""),
        "Di": None,
    }
    address = {"Cy": "cy@zenith.example"}
    contacts = {
        name: ContactFactory(email=address.get(name, f"{name}@helvex-group.com".lower()), company=company)
        for name, company in companies.items()
    }
    assert {name: subject.company_domain for name, subject in subjects_of(contacts).items()} == {
        "Ada": "helvex-group.com",
        "Ben": "",
        "Cy": "zenith.example",
        "Di": "helvex-group.com",
    }
