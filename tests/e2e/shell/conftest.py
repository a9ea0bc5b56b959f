"""Leads in a list."""

from collections.abc import Iterator

import pytest

from mauntic.crm.models import Contact
from tests.e2e.live import Live
from tests.factories.crm import CompanyFactory, ContactFactory


@pytest.fixture
def leads(live: Live, db: None) -> Iterator[list[Contact]]:
    """Three leads at one company: Ann, Bob and Cy, in the order of the list."""
    with live.inside():
        turret = CompanyFactory(name="Turret Engines", domain="turret.example")
        made = [
            ContactFactory(first_name=name, last_name="Archer", company=turret, lead_score=score)
            for name, score in (("Ann", 90), ("Bob", 80), ("Cy", 70))
        ]
    yield made
    with live.inside():
        Contact.objects.filter(pk__in=[lead.pk for lead in made]).delete()
        turret.delete()
