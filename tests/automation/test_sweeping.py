"""Time triggers: only what crosses the line after the definition was turned on, and once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mauntic.automation.models import Definition, Run
from mauntic.automation.registry.triggers import known_trigger, register_trigger
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


def test_one_that_fails_keeps_no_other_back_and_is_looked_for_again(acme, admin, desk):
    register_trigger(replace(known_trigger("quiet"), key="quieter", sweep=_failing_once()))
    for trigger in ("quieter", "quiet"):
        make_definition(admin, name=trigger, trigger=trigger, trigger_settings={"days": 14})
    Definition.objects.update(switched_at=now() - timedelta(days=1))
    quiet_for(14.5)
    assert sweep_all() == 1
    assert Run.objects.get().definition.name == "quiet"
    assert sweep_all() == 1
    assert set(Run.objects.values_list("definition__name", flat=True)) == {"quiet", "quieter"}


def _failing_once():
    sweep, calls = known_trigger("quiet").sweep, []

    def fail(*given):
        calls.append(given)
        if len(calls) == 1:
            raise ZeroDivisionError
        return sweep(*given)

    return fail


def test_a_clock_that_jumps_a_day_and_back_begins_nothing_twice(acme, admin, desk):
    make_definition(admin, trigger="quiet", trigger_settings={"days": 14})
    Definition.objects.update(switched_at=now() - timedelta(days=1))
    contacts = [quiet_for(days) for days in (14.5, 13.5)]
    assert sweep_all() == 1
    assert sweep_all(at=now() + timedelta(days=1)) == 1
    for days in (0, 0.5, 1, 1.1):
        assert sweep_all(at=now() + timedelta(days=days)) == 0
    assert Run.objects.count() == len(contacts)
