"""Who archives a custom field sees the workflows that set it; a dry run shows its values in words."""

import pytest

from mauntic.automation.selectors.custom_fields import sets_field, used_by_field
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.runs.trying import try_out
from tests.automation.conftest import make_definition
from tests.factories.crm import ContactFactory
from tests.factories.fields import define

pytestmark = pytest.mark.django_db


def setting(key: str, value: str = "x") -> dict:
    return {"action": "update_field", "settings": {"field": "custom", "custom": key, "value": value}}


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([setting("tier")], True),
        ([{"branches": {"yes": [setting("tier")]}}], True),
        ([setting("other")], False),
        ([{"settings": {"field": "title", "custom": "tier"}}], False),
        ([], False),
        ("tier", False),
    ],
)
def test_steps_that_set_a_field_are_found_in_branches_too(steps, found):
    assert sets_field(steps, "tier") is found


def test_the_workflows_that_set_a_field_are_named(acme, admin, shared):
    define("tier", "other")
    definition = make_definition(admin, steps=[setting("tier")])
    assert [use.name for use in used_by_field("contact.custom.tier")] == [f'Workflow "{definition.name}"']
    assert used_by_field("contact.custom.other") == []
    assert used_by_field("company.custom.tier") == []


def test_a_dry_run_shows_choices_by_their_labels(acme, admin, shared):
    define("likes", kind="multi_choice", choices="Tea Pie")
    definition = make_definition(admin, steps=[setting("likes", "Pie")])
    lead = ContactFactory(custom_fields={"likes": ["tea", "pie"]})
    trial = try_out(script=Script(definition.current), subject_id=lead.pk, facts={"score": 80}, by=admin)
    inputs = trial.steps[0].planned.inputs
    assert (inputs["field"], inputs["before"], inputs["value"]) == ("likes", "Tea, Pie", "Pie")
