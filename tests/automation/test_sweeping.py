"""Time triggers: only what crosses the line after the definition was turned on, and once."""

from datetime import timedelta

import pytest

from mauntic.automation.models import Definition, Run
from mauntic.automation.services.starting.sweeping import sweep_all
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from tests.automation.conftest import make_definition
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db


def quiet_for(days: float) -> Contact:
    contact = ContactFactory()
    Contact.objects.filter(pk=contact.pk).update(created_at=now() - timedelta(days=days))
    return contact


def test_what_crossed_the_line_before_begins_nothing(acme, admin, desk):
    for _number in range(3):
        quiet_for(30)
    make_definition(admin, trigger="quiet", trigger_settings={"days": 14})
    assert sweep_all() == 0


def test_what_crosses_the_line_begins_a_run_once(acme, admin, desk):
    make_definition(admin, trigger="quiet", trigger_settings={"days": 14})
    Definition.objects.update(switched_at=now() - timedelta(days=1))
    contact = quiet_for(14.5)
    assert sweep_all() == 1
    assert sweep_all() == 0
    Definition.objects.update(swept_at=None)
    assert sweep_all() == 0, "the same instant is the same cause"
    assert Run.objects.get().subject_id == contact.pk


def test_conditions_hold_for_sweeps(acme, admin, desk):
    conditions = {"field": "contact.country", "operator": "equals", "value": "DE"}
    make_definition(admin, trigger="quiet", trigger_settings={"days": 14}, conditions=conditions)
    Definition.objects.update(switched_at=now() - timedelta(days=1))
    quiet_for(14.5)
    assert sweep_all() == 0
