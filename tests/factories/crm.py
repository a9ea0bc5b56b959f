"""Contacts and companies as rows, without events."""

import factory

from mauntic.crm.models import Company, Contact


class CompanyFactory(factory.django.DjangoModelFactory):
    """A company with a domain of its own."""

    class Meta:
        model = Company

    name = factory.Sequence(lambda number: f"Company {number}")
    domain = factory.Sequence(lambda number: f"company{number}.example")


class ContactFactory(factory.django.DjangoModelFactory):
    """A contact with a name and an address, at a company of its own."""

    class Meta:
        model = Contact

    first_name = factory.Sequence(lambda number: f"First{number}")
    last_name = factory.Sequence(lambda number: f"Last{number}")
    email = factory.Sequence(lambda number: f"person{number}@company.example")
    company = factory.SubFactory(CompanyFactory)
