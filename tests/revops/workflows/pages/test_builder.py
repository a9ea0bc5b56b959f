"""The builder: buttons change the form and save nothing; a save shows each error at its field."""

import re

import pytest

from mauntic.automation.models import Definition, Switch, Version
from mauntic.automation.selectors.reading import Script
from revops.sequences.models.sequences import Sequence
from tests.revops.workflows.pages.conftest import page_of

pytestmark = pytest.mark.django_db
NEW = "/revops/workflows/new/"
LONG = "9" * 5_000
DEEP = '{"all":[' * 5_000


def task(at: str = "steps-0", **more: str) -> dict[str, str]:
    settings = {"subject": "Call {{ first_name }}", "type": "task", "due_days": "1", **more}
    return {f"{at}-action": "create_task", f"{at}-id": ""} | {
        f"{at}-s-{name}": value for name, value in settings.items()
    }


def entered(**more: str) -> dict[str, str]:
    usual = {"name": "Welcome", "trigger": "deal_created", "cool_down_hours": "0", "when-match": "all"}
    return {"do": "save", **usual, **more}


def condition(at: str, field: str, operator: str, value: str) -> dict[str, str]:
    row = f"{at}-g-0-c-0"
    return {
        f"{at}-g-0-match": "all",
        f"{row}-field": field,
        f"{row}-operator": operator,
        f"{row}-value": value,
    }


def test_a_workflow_is_saved_as_a_draft(web_ops, ops):
    sent = entered(**task(), **condition("when", "deal.value", "at_least", "5000"), skips_imports="on")
    answer = web_ops.post(NEW, sent)
    definition = Definition.objects.get()
    assert answer["Location"] == f"/revops/workflows/{definition.pk}/"
    assert (definition.name, definition.state, definition.created_by) == ("Welcome", Switch.DRAFT, ops)
    assert definition.options == {"skips_imports": True}
    assert definition.current.trigger == "deal_created"
    assert definition.current.conditions == {
        "all": [{"field": "deal.value", "operator": "at_least", "value": 5000}]
    }
    (step,) = definition.current.steps
    assert step["settings"] == {"subject": "Call {{ first_name }}", "type": "task", "due_days": 1}
    page = page_of(web_ops.get(f"/revops/workflows/{definition.pk}/"))
    assert "a deal is created" in page
    assert "Draft" in page


def test_what_is_stored_is_shown_and_a_save_without_changes_makes_no_version(web_ops, workflow):
    definition = workflow(
        "time_in_stage",
        trigger_settings={"stage": "proposal", "days": 3},
        conditions={"any": [{"field": "deal.value", "operator": "at_least", "value": 10}]},
    )
    address = f"/revops/workflows/{definition.pk}/edit/"
    form = web_ops.get(address).context["form"]
    assert form.settings.form["days"].value() == 3
    assert form.conditions.builder.groups[0].match == "any"
    sent = {
        "do": "save",
        "name": definition.name,
        "trigger": "time_in_stage",
        "opened": "1",
        "start-stage": "proposal",
        "start-days": "3",
        "start-hours": "",
        **condition("when", "deal.value", "at_least", "10"),
        "when-g-0-match": "any",
        "steps-0-action": "create_task",
        "steps-0-id": definition.current.steps[0]["id"],
        "steps-0-s-subject": "Call",
        "steps-0-s-type": "task",
        "steps-0-s-due_days": "1",
    }
    assert web_ops.post(address, sent).status_code == 302
    assert Version.objects.count() == 1
    assert web_ops.post(address, sent | {"steps-0-s-subject": "Write"}).status_code == 302
    assert Version.objects.count() == 2


def test_buttons_add_move_and_remove_steps(web_ops):
    sent = entered(**task(subject="First"), **{"steps-new": "move_stage"})
    form = web_ops.post(NEW, sent | {"do": "add-step:steps"}).context["form"]
    assert [card.action for card in form.steps.steps] == ["create_task", "move_stage"]
    assert form.steps.steps[0].settings.form["subject"].value() == "First"
    two = sent | task("steps-1", subject="Second")
    form = web_ops.post(NEW, two | {"do": "up:steps-1"}).context["form"]
    assert [card.settings.raw["subject"] for card in form.steps.steps] == ["Second", "First"]
    form = web_ops.post(NEW, two | {"do": "move:steps-0:1"}).context["form"]
    assert [card.settings.raw["subject"] for card in form.steps.steps] == ["Second", "First"]
    form = web_ops.post(NEW, two | {"do": "remove-step:steps-0"}).context["form"]
    assert [card.settings.raw["subject"] for card in form.steps.steps] == ["Second"]
    assert not Definition.objects.exists()


@pytest.mark.parametrize(
    "odd",
    [
        "up:steps-0",
        "down:steps-9",
        "move:steps-0:7",
        f"move:steps-0:{LONG}",
        "move:steps-0:",
        "remove-step:steps-x",
        f"remove-step:steps-{LONG}",
        f"remove-step:steps-0-b-{LONG}-0",
        "add-step:when",
        "up",
        "fax:1:2",
    ],
)
def test_odd_buttons_change_nothing(web_ops, odd):
    answer = web_ops.post(NEW, entered(**task()) | {"do": odd})
    assert answer.status_code == 200
    assert [card.action for card in answer.context["form"].steps.steps] == ["create_task"]


def test_splits_have_their_own_conditions_and_steps(web_ops):
    sent = entered(
        **{"steps-0-action": "split", "steps-0-id": ""},
        **condition("steps-0-s-w", "deal.priority", "equals", "high"),
        **task("steps-0-b-0-0"),
        **{"steps-0-b-0-branch": "yes", "steps-0-b-1-branch": "no"},
    )
    answer = web_ops.post(NEW, sent | {"do": "show"})
    assert "If they match" in page_of(answer)
    assert 'id="steps-0-b-0-0-s-subject"' in page_of(answer) or "steps-0-b-0-0-s-subject" in page_of(answer)
    more = sent | {"do": "add-step:steps-0-b-1", "steps-0-b-1-new": "wait"}
    (split,) = web_ops.post(NEW, more).context["form"].steps.steps
    assert [[card.action for card in each.steps] for each in split.branches] == [["create_task"], ["wait"]]
    assert web_ops.post(NEW, sent).status_code == 302
    (step,) = Definition.objects.get().current.steps
    assert [each["action"] for each in step["branches"]["yes"]] == ["create_task"]
    assert step["settings"]["conditions"]["all"][0]["field"] == "deal.priority"


def test_a_wait_for_an_event_asks_for_the_settings_of_this_event(web_ops):
    sent = entered(
        **{"steps-0-action": "wait_until", "steps-0-s-event": "stage_changed", "steps-0-s-days": "3"},
        **{"steps-0-s-e-to_stages": "proposal"},
    )
    assert "steps-0-s-e-to_stages" in page_of(web_ops.post(NEW, sent | {"do": "show"}))
    assert web_ops.post(NEW, sent).status_code == 302
    (step,) = Definition.objects.get().current.steps
    assert step["settings"]["event_settings"] == {"to_stages": ["proposal"]}


def test_each_error_is_at_its_field(web_ops):
    sent = entered(
        **task(subject="Call {{ nobody }}"),
        **task("steps-1", due_days="-1"),
        **condition("when", "deal.value", "at_least", "much"),
    )
    answer = web_ops.post(NEW, sent | {"name": "", "trigger": "inactivity", "start-days": "0"})
    form = answer.context["form"]
    assert answer.status_code == 422
    assert "Enter a name" in form["name"].errors[0]
    assert form.settings.form["days"].errors
    assert form.conditions.builder.groups[0].conditions[0].errors
    first, second = form.steps.steps
    assert "There is no value for nobody" in first.settings.form["subject"].errors[0]
    assert len(second.settings.form["due_days"].errors) == 1
    assert not Definition.objects.exists()


def test_another_field_or_comparison_of_a_condition_saves_nothing(web_ops, workflow):
    definition = workflow("deal_created")
    address = f"/revops/workflows/{definition.pk}/edit/"
    sent = entered(**task(), **condition("when", "deal.value", "at_least", "5000"), opened="1")
    del sent["do"]  # the lists of fields and comparisons send the form without a button
    answer = web_ops.post(address, sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.context["form"].conditions.builder.groups[0].conditions[0].value == "5000"
    assert definition.versions.count() == 1


def test_a_field_of_another_kind_does_not_keep_the_comparison(web_ops):
    row = "when-g-0-c-0"
    sent = entered(
        **condition("when", "deal.value", "equals", "demo"), **{f"{row}-was": "deal.stage", "changed": row}
    )
    page = web_ops.post(NEW, sent | {"do": "show"})
    shown = page.context["form"].conditions.builder.groups[0].conditions[0]
    assert (shown.operator, shown.value) == ("at_least", "")
    assert f'name="{row}-was" value="deal.value"' in page_of(page)


@pytest.mark.parametrize("key", ["wait", "wait_until"])
def test_waits_offer_only_what_the_record_has(web_ops, key):
    def offered(trigger: str) -> list[str]:
        sent = entered(**{"steps-0-action": key}, trigger=trigger, do="show")
        form = web_ops.post(NEW, sent).context["form"].steps.steps[0].settings.form
        return [str(value) for value, _label in form.fields["until" if key == "wait" else "event"].choices]

    of_deals, of_leads = offered("deal_created"), offered("score_changed")
    assert {"deal.expected_close_on", "deal_won"} & set(of_deals)
    assert {"contact.created_at", "score_changed"} & set(of_leads)
    assert not {"deal.expected_close_on", "deal_won"} & set(of_leads)


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("priority", "High", "high"),
        ("priority", "high", "high"),
        ("category_override", "Best case", "best_case"),
    ],
)
def test_choices_are_written_as_people_see_them(web_ops, field, value, stored):
    step = {"steps-0-action": "update_field", "steps-0-s-field": field, "steps-0-s-value": value}
    assert web_ops.post(NEW, entered(**step)).status_code == 302
    script = Script(Definition.objects.get().current)
    assert script.settings(script.steps[0])["value"] == stored


def test_stages_are_boxes_to_tick(web_ops):
    page = page_of(web_ops.post(NEW, entered(trigger="stage_changed", do="show")))
    assert re.search(r'<input type="checkbox" [^>]*name="start-to_stages" value="proposal"', page)


def test_a_split_without_conditions_asks_for_one(web_ops):
    answer = web_ops.post(NEW, entered(**{"steps-0-action": "split", "steps-0-id": ""}))
    assert answer.status_code == 422
    assert "Add at least one condition." in page_of(answer)


def test_a_workflow_without_steps_is_refused(web_ops):
    answer = web_ops.post(NEW, entered())
    assert answer.status_code == 422
    assert "Add at least one step." in page_of(answer)


def test_a_step_that_another_trigger_does_not_have_can_be_removed(web_ops):
    sent = entered(**{"steps-0-action": "move_stage", "steps-0-s-stage": "demo", "start-score": "60"})
    answer = web_ops.post(NEW, sent | {"trigger": "score_changed", "do": "show"})
    assert "This step is not available behind this trigger. Remove it." in page_of(answer)
    assert answer.context["form"].chosen.key == "score_changed"


def test_a_save_over_the_save_of_somebody_else_is_a_conflict_that_can_be_overridden(web_ops, workflow):
    definition = workflow("deal_created")
    address = f"/revops/workflows/{definition.pk}/edit/"
    sent = entered(**task(), opened="1")
    assert web_ops.post(address, sent).status_code == 302
    answer = web_ops.post(address, sent | {"steps-0-s-subject": "Other"})
    assert answer.status_code == 422
    assert "Somebody saved version 2 meanwhile." in page_of(answer)
    assert answer.context["opened"] == 2
    assert web_ops.post(address, sent | {"steps-0-s-subject": "Other", "opened": "2"}).status_code == 302


def test_conditions_that_are_nested_too_deeply_are_kept(web_ops, workflow):
    leaf = {"field": "deal.value", "operator": "at_least", "value": 10}
    deep = {"all": [{"any": [{"all": [leaf, leaf | {"value": 20}]}, leaf]}, leaf]}
    definition = workflow("deal_created", conditions=deep)
    address = f"/revops/workflows/{definition.pk}/edit/"
    answer = web_ops.get(address)
    assert "nested too deeply" in page_of(answer)
    kept = answer.context["form"].conditions.nested_json
    sent = entered(name="Deep", opened="1", **{"when-json": kept}, **task())
    assert web_ops.post(address, sent).status_code == 302
    assert Definition.objects.get().current.conditions == definition.current.conditions


@pytest.mark.parametrize("kept", [DEEP, "[" * 5_000, LONG, "{", "[]", '{"all": NaN}'])
def test_kept_conditions_that_cannot_be_read_are_none(web_ops, kept):
    answer = web_ops.post(NEW, entered(**task(), **{"when-json": kept}) | {"do": "show"})
    assert answer.status_code == 200
    assert answer.context["form"].conditions.as_json() == {}


def test_a_deleted_record_shows_as_broken_in_the_builder(web_ops, workflow, admin):
    sequence = Sequence.objects.create(name="Gone", owner=admin)
    step = {"action": "add_to_sequence", "settings": {"sequence": str(sequence.pk)}}
    definition = workflow("deal_created", steps=[step])
    sequence.delete()
    assert "Step 1:" in page_of(web_ops.get(f"/revops/workflows/{definition.pk}/edit/"))
