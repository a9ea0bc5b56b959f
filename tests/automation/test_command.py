"""`manage.py run_automation` shows what would happen, or lets it begin, and refuses the unknown."""

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from mauntic.automation.models import Kind, Run
from mauntic.automation.services.definitions.saving import turn_off
from tests.automation.conftest import make_definition
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
GERMANS = {"field": "contact.country", "operator": "equals", "value": "DE"}


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("run_automation", "--org", "acme", "--name", "Call risen leads", *arguments, stdout=out)
    return out.getvalue()


def test_a_dry_run_shows_verdicts_and_steps_and_does_nothing(acme, admin, desk):
    make_definition(admin, conditions=GERMANS)
    german, other = ContactFactory(country="DE"), ContactFactory(country="US")
    text = said("--dry-run", "--record", str(german.pk), str(other.pk))
    assert f"{german.pk}: begins" in text
    assert f"{other.pk}: does not begin" in text
    assert "no   Country" in text
    assert "1. Write Call" in text
    assert "Looked at: 2. Would begin: 1." in text
    assert not Run.objects.exists()
    assert desk.notes == []


def test_records_are_run_and_counted(acme, admin, desk, run_jobs):
    make_definition(admin)
    contacts = ContactFactory.create_batch(3)
    with run_jobs():
        answer = said("--record", *(str(each.pk) for each in contacts), "--json")
    assert json.loads(answer) == {"name": "Call risen leads", "begun": 3, "dryRun": False}
    assert len(desk.notes) == 3


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--name", "Other"], 'there is no workflow "Other". There are: Call risen leads'),
        (["--kind", "journey"], "there is no journey"),
        (["--org", "nobody"], 'unknown organization "nobody"'),
        ([], "Name records with --record"),
        (["--dry-run", "--record", "0199e5a4-0000-7000-8000-000000000000"], "there is no contact 0199e5a4"),
    ],
)
def test_what_is_unknown_is_refused_with_the_fix(acme, admin, desk, arguments, problem):
    make_definition(admin)
    with pytest.raises(CommandError, match=re.escape(problem)) as error:
        said(*arguments)
    assert error.value.returncode == 2
    assert not Run.objects.exists()


def test_what_is_off_begins_nothing(acme, admin, desk):
    turn_off(definition_id=make_definition(admin).pk, by=admin)
    with pytest.raises(CommandError, match="is off"):
        said("--record", str(ContactFactory().pk))
    assert "Would begin: 1." in said("--dry-run", "--record", str(ContactFactory().pk))


def test_a_record_that_is_not_there_begins_nothing(acme, admin, desk):
    make_definition(admin)
    contact, unknown = ContactFactory(), "01a00000-0000-7000-8000-000000000000"
    with pytest.raises(CommandError, match=f"there is no contact {unknown}"):
        said("--record", str(contact.pk), unknown)
    assert not Run.objects.exists()


def test_a_lead_that_is_in_a_journey_does_not_enter_it_twice(acme, admin, desk):
    make_definition(admin, kind=Kind.JOURNEY)
    lead = str(ContactFactory().pk)
    assert "Begun: 1." in said("--kind", "journey", "--record", lead)
    assert "Begun: 0." in said("--kind", "journey", "--record", lead)
