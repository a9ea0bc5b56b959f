"""What is there when a workflow is turned on: counted, and started for only if a person says so."""

from datetime import timedelta

import pytest

from mauntic.automation.models import Definition, Kind, Run
from mauntic.automation.selectors.present import present_now, would_have_started
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.definitions.saving import Draft, save_definition
from mauntic.automation.services.starting.presenting import begin_for_present
from mauntic.kernel.clock import now
from revops.activities.models import Activity
from revops.deals.models.deals import Deal
from revops.deals.services.moves import move_deals
from tests.factories.revops import DealFactory
from tests.revops.workflows.conftest import TASK

pytestmark = pytest.mark.django_db


def script(definition) -> Script:
    return Script(Definition.objects.get(pk=definition.pk).current)


def test_old_deals_start_nothing_and_the_choice_says_how_many(workflow, admin, run_jobs):
    deals = DealFactory.create_batch(12, stage="proposal")
    DealFactory(stage="demo")
    Deal.objects.update(stage_entered_at=now() - timedelta(days=30))
    definition = workflow("time_in_stage", trigger_settings={"stage": "proposal", "days": 14})
    assert not Run.objects.exists()
    assert present_now(script(definition), admin).count() == 12
    with run_jobs():
        assert begin_for_present(definition_id=definition.pk, by=admin) == 12
    assert Activity.objects.count() == 12
    assert {run.subject_id for run in Run.objects.all()} == {deal.pk for deal in deals}


def test_to_ask_twice_begins_nothing_twice_until_another_version_is_there(workflow, admin):
    definition = workflow("deal_created")
    DealFactory.create_batch(2)
    counts = [begin_for_present(definition_id=definition.pk, by=admin) for _ in range(2)]
    DealFactory()
    counts.append(begin_for_present(definition_id=definition.pk, by=admin))
    draft = Draft(name="Other", trigger="deal_created", steps=[TASK, TASK])
    save_definition(kind=Kind.WORKFLOW, draft=draft, by=admin, definition_id=definition.pk)
    counts.append(begin_for_present(definition_id=definition.pk, by=admin))
    assert counts == [2, 0, 1, 3]


def test_conditions_about_the_event_make_the_present_unknown(workflow, admin):
    conditions = {"field": "event.old_stage", "operator": "equals", "value": "demo"}
    definition = workflow("stage_changed", conditions=conditions)
    assert present_now(script(definition), admin) is None


def test_it_says_how_often_it_would_have_started(workflow, admin):
    definition = workflow("stage_changed", trigger_settings={"to_stages": ["demo"]})
    deals = DealFactory.create_batch(3, stage="prospecting")
    for deal, days in zip(deals, (3, 20, 60), strict=True):
        move_deals(deal_ids=[deal.pk], stage="demo", by=admin, at=now() - timedelta(days=days))
    assert [(each.days, each.count) for each in would_have_started(script(definition))] == [
        (7, 1),
        (30, 2),
        (90, 3),
    ]
