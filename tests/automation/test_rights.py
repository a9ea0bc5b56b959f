"""An action acts with the rights of the person who turned its workflow on."""

from dataclasses import replace

import pytest

from mauntic.automation.models import ActionRun, ActionState, RunState
from mauntic.automation.registry import subjects
from mauntic.automation.registry.subjects import register_subject, subject_of
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.runs.trying import try_out
from mauntic.crm.models import Contact
from tests.automation.conftest import make_definition, rise, the_run
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_only(monkeypatch):
    """Leads are seen by their owners alone, as deals of reps are."""
    monkeypatch.setattr(subjects, "_subjects", dict(subjects._subjects))
    own = replace(subject_of("contact"), visible=lambda user: Contact.objects.filter(owner=user))
    register_subject(own)


def test_a_record_that_they_do_not_see_is_left_out_unread(acme, rep, desk, own_only, run_jobs):
    make_definition(rep)
    seen = ContactFactory(owner=rep)
    with run_jobs():
        rise(seen, ContactFactory())
    assert desk.notes == [("Call", seen.pk)]
    left_out = ActionRun.objects.get(state=ActionState.SKIPPED)
    assert left_out.note == "Jo Reyes, who turned it on, has no access to this record."
    assert left_out.inputs == {}


def test_a_dry_run_says_so_too(acme, rep, desk, own_only):
    definition = make_definition(rep)
    trial = try_out(
        script=Script(definition.current), subject_id=ContactFactory().pk, facts={"score": 80}, by=rep
    )
    assert "has no access" in trial.steps[0].planned.blocked


@pytest.mark.parametrize("change", ["deactivate", "delete"])
def test_nothing_is_done_with_the_rights_of_somebody_who_left(acme, make_user, desk, run_jobs, change):
    ops = make_user("ops", name="Kim Novak")
    make_definition(ops)
    if change == "delete":
        ops.delete()
    else:
        ops.is_active = False
        ops.save()
    with run_jobs():
        rise(ContactFactory())
    assert desk.notes == []
    assert the_run().state == RunState.COMPLETED
    assert "Turn it off and on again." in ActionRun.objects.get().note
