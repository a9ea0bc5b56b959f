"""Deals and what belongs to them as rows, without events."""

from decimal import Decimal

import factory

from revops.deals.models.deals import Deal
from tests.factories.crm import ContactFactory


class DealFactory(factory.django.DjangoModelFactory):
    """An open deal of 1,000 USD with a contact of its own, of nobody."""

    class Meta:
        model = Deal

    name = factory.Sequence(lambda number: f"Deal {number}")
    contact = factory.SubFactory(ContactFactory)
    company = factory.SelfAttribute("contact.company")
    value = Decimal(1000)
    currency = "USD"
