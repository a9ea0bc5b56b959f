"""A dry run shows each condition's verdict and the filled steps, and leaves no trace."""

import pytest
from django.apps import apps

from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.runs.trying import try_out
from tests.automation.conftest import make_definition
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
TWO = {
    "all": [
        {"field": "contact.country", "operator": "equals", "value": "DE"},
        {"field": "event.score", "operator": "at_least", "value": 70},
    ]
}


def counts() -> dict[str, int]:
    return {
        model._meta.label: model.objects.count()
        for model in apps.get_models()
        if model._meta.app_label in ("automation", "crm", "events", "notifications", "delivery", "revops")
    }


def test_it_says_of_each_condition_whether_it_holds(acme, admin, desk):
    definition = make_definition(admin, conditions=TWO)
    contact = ContactFactory(country="DE")
    trial = try_out(script=Script(definition.current), subject_id=contact.pk, facts={"score": 60}, by=admin)
    assert not trial.starts
    assert [each.holds for each in trial.verdicts] == [True, False]
    assert "DE" in trial.verdicts[0].words


def test_it_shows_the_steps_and_does_nothing(acme, admin, desk):
    split = {"action": "branch", "branches": {"good": [{"action": "note", "settings": {"text": "Call"}}]}}
    definition = make_definition(admin, steps=[split, {"action": "outside", "settings": {"text": "Ping"}}])
    contact = ContactFactory()
    before = counts()
    trial = try_out(script=Script(definition.current), subject_id=contact.pk, facts={"score": 80}, by=admin)
    assert trial.starts
    assert [(each.number, each.action, each.branch) for each in trial.steps] == [
        (1, "branch", ""),
        (2, "note", "good"),
        (3, "outside", ""),
    ]
    assert trial.steps[1].planned.inputs == {"text": "Call"}
    assert (desk.notes, desk.keys) == ([], [])
    assert counts() == before
