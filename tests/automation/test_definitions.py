"""What may be saved: errors name each part and the fix, and nothing is half-written."""

import pytest

from mauntic.automation.models import Definition, Kind, Run, Version
from mauntic.automation.services.definitions.saving import (
    Draft,
    delete_definition,
    save_definition,
    turn_off,
    turn_on,
)
from mauntic.kernel.errors import Conflict, Invalid
from tests.automation.conftest import make_definition, rise
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
NOTE = {"action": "note", "settings": {"text": "Call"}}


def save(by, **given) -> Definition:
    draft = Draft(**{"name": "Call", "trigger": "risen", "steps": [NOTE], **given})
    return save_definition(kind=Kind.WORKFLOW, draft=draft, by=by)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"trigger": "moon"}, "trigger"),
        ({"trigger_settings": {"least": "many"}}, "triggerSettings.least"),
        ({"trigger_settings": {"most": 1}}, "triggerSettings.most"),
        ({"conditions": {"field": "contact.moon", "operator": "is_set"}}, "conditions.field"),
        ({"conditions": {"everyone": True}}, "conditions"),
        ({"steps": []}, "steps"),
        ({"steps": [NOTE] * 51}, "steps"),
        ({"steps": [NOTE] * 1000}, "steps"),
        ({"steps": ["note"]}, "steps[0]"),
        ({"steps": [{"action": "dance"}]}, "steps[0].action"),
        ({"steps": [{**NOTE, "colour": "red"}]}, "steps[0].colour"),
        ({"steps": [{"action": "note", "settings": {}}]}, "steps[0].settings.text"),
        ({"steps": [{"action": "note", "settings": {"text": "a", "size": 1}}]}, "steps[0].settings.size"),
        *(
            ({"steps": [{"action": "note", "settings": {"text": text}}]}, "steps[0].settings.text")
            for text in (True, ["a"], [{}], {"a": 1})
        ),
        ({"trigger_settings": {"least": [1]}}, "triggerSettings.least"),
        (
            {"steps": [{"action": "note", "settings": {"text": "Dear {{ frist_name }}"}}]},
            "steps[0].settings.text",
        ),
        ({"steps": [{**NOTE, "branches": {"yes": []}}]}, "steps[0].branches"),
        ({"steps": [{**NOTE, "id": "a"}, {**NOTE, "id": "a"}]}, "steps[1].id"),
        ({"options": {"cool_down_hours": "x"}}, "options.cool_down_hours"),
    ],
)
def test_what_is_wrong_is_named_by_its_path(acme, admin, desk, given, path):
    with pytest.raises(Invalid) as error:
        save(admin, **given)
    assert path in error.value.fields
    assert not Definition.objects.exists()


def test_a_split_within_a_split_within_a_split_has_an_end(acme, admin, desk):
    step = NOTE
    for _depth in range(6):
        step = {"action": "branch", "branches": {"good": [step]}}
    with pytest.raises(Invalid) as error:
        save(admin, steps=[step])
    assert any("nested too deeply" in str(texts) for texts in error.value.fields.values())


@pytest.mark.parametrize(("first", "second"), [("Call", "CALL"), ("k", "\u212a"), ("Été", "ÉTÉ")])
def test_two_of_one_kind_cannot_have_one_name(acme, admin, desk, first, second):
    save(admin, name=first)
    with pytest.raises(Invalid) as error:
        save(admin, name=second)
    assert "Another one is named" in error.value.fields["name"][0]


def test_saving_makes_a_version_only_if_something_changed(acme, admin, desk):
    definition = save(admin)
    steps = definition.current.steps
    draft = Draft(name="Ring", trigger="risen", steps=steps)
    save_definition(kind=Kind.WORKFLOW, draft=draft, by=admin, definition_id=definition.pk)
    assert Version.objects.count() == 1
    changed = Draft(name="Ring", trigger="risen", steps=[*steps, NOTE])
    saved = save_definition(kind=Kind.WORKFLOW, draft=changed, by=admin, definition_id=definition.pk)
    assert (saved.name, saved.current.number) == ("Ring", 2)
    assert saved.current.steps[0]["id"] == steps[0]["id"]


def test_two_people_who_edit_one_do_not_overwrite_each_other(acme, admin, desk):
    definition = save(admin)
    changed = Draft(name="Call", trigger="risen", steps=[NOTE, NOTE])
    saved = {"kind": Kind.WORKFLOW, "by": admin, "definition_id": definition.pk, "opened": 1}
    save_definition(draft=changed, **saved)
    with pytest.raises(Conflict, match="version 2 meanwhile"):
        save_definition(draft=changed, **saved)


def test_a_broken_one_cannot_be_turned_on_and_says_why(acme, admin, desk, make_user):
    owner = make_user("rep")
    definition = save(admin, steps=[{"action": "note", "settings": {"text": "a", "owner": str(owner.pk)}}])
    owner.delete()
    with pytest.raises(Conflict, match="Step 1"):
        turn_on(definition_id=definition.pk, by=admin)


def test_only_one_that_is_off_can_be_deleted_and_its_runs_go_with_it(acme, admin, desk):
    definition = make_definition(admin)
    rise(ContactFactory())
    with pytest.raises(Conflict):
        delete_definition(definition_id=definition.pk)
    turn_off(definition_id=definition.pk, by=admin)
    delete_definition(definition_id=definition.pk)
    assert not Run.objects.exists()
