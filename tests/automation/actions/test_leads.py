"""A field of a lead is set as a person would set it: cleaned, in the history, and not twice."""

import pytest

from mauntic.automation.models import ActionRun, ActionState, Kind
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.definitions.saving import Draft, save_definition
from mauntic.automation.services.runs.trying import try_out
from mauntic.crm.changes.models import Change
from mauntic.crm.fields.services.defining import archive_field
from mauntic.crm.models import Contact
from mauntic.events.models import StoredEvent
from mauntic.kernel.errors import Invalid
from tests.automation.conftest import make_definition, rise, the_run
from tests.factories.crm import ContactFactory
from tests.factories.fields import define

pytestmark = pytest.mark.django_db


def change(field, value="", **settings):
    given = {"field": field, "value": value, **settings}
    return {"action": "update_field", "settings": {name: each for name, each in given.items() if each}}


def set_on(contact, admin, run_jobs, *steps) -> Contact:
    make_definition(admin, steps=steps)
    with run_jobs():
        rise(contact)
    return Contact.objects.get(pk=contact.pk)


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("lifecycle_stage", "Customer", "customer"),
        ("country", "Germany", "DE"),
        ("title", "VP of {{ industry | everything }}", "VP of everything"),
        ("region", "", ""),
        ("phone", "+49 30 1234567", "+49301234567"),
    ],
)
def test_the_value_is_cleaned_and_the_run_is_in_the_history(
    acme, admin, shared, run_jobs, field, value, stored
):
    contact = ContactFactory(region="Bavaria")
    found = set_on(contact, admin, run_jobs, change(field, value))
    assert getattr(found, field).replace(" ", "") == stored.replace(" ", "")
    changes = Change.objects.filter(contact_id=contact.pk, actor_kind="workflow")
    assert changes.get().actor_id == str(the_run().pk)
    assert StoredEvent.objects.filter(type="crm.ContactUpdated").count() == 1


def test_a_custom_field_is_set_and_removed(acme, admin, shared, run_jobs):
    define("tier", "old")
    contact = ContactFactory(custom_fields={"tier": "gold", "old": "x"})
    steps = [change("custom", "A {{ grade | none }}", custom="tier"), change("custom", custom="old")]
    assert set_on(contact, admin, run_jobs, *steps).custom_fields == {"tier": "A none"}


def test_a_value_that_it_has_publishes_no_event(acme, admin, shared, run_jobs):
    set_on(ContactFactory(region="Bavaria"), admin, run_jobs, change("region", "Bavaria"))
    action = ActionRun.objects.get()
    assert (action.state, action.note) == (ActionState.SKIPPED, "It had this value already.")
    assert not StoredEvent.objects.filter(type="crm.ContactUpdated").exists()
    assert not Change.objects.filter(actor_kind="workflow").exists()


def test_a_filled_value_that_does_not_fit_fails_with_the_reason(acme, admin, shared, run_jobs):
    found = set_on(ContactFactory(country="FR"), admin, run_jobs, change("country", "{{ last_name }}land"))
    assert found.country == "FR"
    run = the_run()
    assert run.state == "failed"
    assert "is not a country" in run.reason_text


def test_a_token_without_a_value_leaves_it_out(acme, admin, shared, run_jobs):
    set_on(ContactFactory(), admin, run_jobs, change("region", "{{ title }}"))
    assert ActionRun.objects.get().note == "There is no value for title, and no fallback."


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (change("email", "a@b.example"), "field"),
        (change("lead_score", "99"), "field"),
        (change("consent", "given"), "field"),
        (change("owner", "x"), "field"),
        (change("country", "Atlantis"), "value"),
        (change("lifecycle_stage"), "value"),
        (change("lifecycle_stage", "king"), "value"),
        (change("custom", "x"), "custom"),
        (change("custom", "x", custom="moon"), "custom"),
        (change("custom", "many", custom="size"), "value"),
        (change("title", "x", custom="tier"), "custom"),
        (change("title", "{{ moon }}"), "value"),
    ],
)
def test_what_may_not_be_set_is_refused_when_it_is_saved(acme, admin, shared, given, wrong):
    define("size", kind="number")
    with pytest.raises(Invalid) as error:
        save_definition(kind=Kind.WORKFLOW, draft=Draft(name="Set", trigger="risen", steps=[given]), by=admin)
    assert list(error.value.fields) == [f"steps[0].settings.{wrong}"]


def test_an_archived_field_makes_the_definition_broken(acme, admin, shared, run_jobs):
    (field,) = define("tier")
    make_definition(admin, steps=[change("custom", "gold", custom="tier")])
    archive_field(field_id=field.pk)
    contact = ContactFactory()
    with run_jobs():
        assert rise(contact) == 0
    contact.refresh_from_db()
    assert contact.custom_fields == {}


def test_a_dry_run_shows_what_it_has_and_would_get(acme, admin, shared):
    define("tier")
    steps = [change("lifecycle_stage", "customer"), change("custom", custom="tier")]
    definition = make_definition(admin, steps=steps)
    contact = ContactFactory(custom_fields={"tier": "gold"})
    trial = try_out(script=Script(definition.current), subject_id=contact.pk, facts={"score": 80}, by=admin)
    assert [step.sentence for step in trial.steps] == [
        'Set Lifecycle stage to "customer"',
        "Empty the field tier",
    ]
    assert [step.planned.inputs["before"] for step in trial.steps] == ["lead", "gold"]
    assert Contact.objects.get().lifecycle_stage == "lead"
