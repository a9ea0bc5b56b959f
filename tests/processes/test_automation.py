"""Workers that are killed in the middle of workflows: each action is finished, and done once."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest

from mauntic.accounts.models import User
from mauntic.automation.models import ActionRun, Definition, Kind, Run, RunState
from mauntic.automation.services.definitions.saving import Draft, save_definition, turn_on
from mauntic.automation.services.runs.resuming import LOST_AFTER, resume_due
from mauntic.crm.models import Contact
from mauntic.events.catalog import LeadScored
from mauntic.events.models import Delivery
from mauntic.events.services import publish_many, redeliver_due, replay
from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from revops.activities.models import Activity
from tests.processes.house import House, wait_for

pytestmark = pytest.mark.processes
LEADS = 400
TASKS = ("First call", "Second call")


def make_workflow(by: User) -> Definition:
    steps = [
        {"action": "create_task", "settings": {"subject": text, "type": "task", "due_days": 1}}
        for text in TASKS
    ]
    settings = {"score": 60, "direction": "up"}
    draft = Draft(name="Call risen leads", trigger="score_changed", trigger_settings=settings, steps=steps)
    definition = save_definition(kind=Kind.WORKFLOW, draft=draft, by=by)
    return turn_on(definition_id=definition.pk, by=by)


def test_each_action_of_a_killed_worker_is_done_once(house: House):
    with entered("acme"):
        person = User.objects.create_user("flows@acme.example", "a password of twelve", role="admin")
        make_workflow(person)
        leads = Contact.objects.bulk_create(
            Contact(first_name=f"Lead {number}", email=f"lead{number}@flows.example")
            for number in range(LEADS)
        )
        publish_many(
            LeadScored(
                contact_id=lead.pk, score=Decimal(80), grade="A", previous_score=None, top_contributors=[]
            )
            for lead in leads
        )
        wait_for(lambda: Activity.objects.count() > LEADS // 8, seconds=120, what="the first tasks")
        house.close()  # kills all workers
        assert Activity.objects.count() < len(TASKS) * LEADS, "they died in the middle"

        house.start_worker()
        # As if the minutes were over after which what lost its worker is gone on with.
        Delivery.objects.filter(status=Delivery.Status.PENDING).update(due_at=now())
        redeliver_due()
        Run.objects.filter(state=RunState.RUNNING).update(
            touched_at=now() - LOST_AFTER - timedelta(minutes=1)
        )
        resume_due()
        wait_for(
            lambda: Run.objects.filter(state=RunState.COMPLETED).count() == LEADS,
            seconds=180,
            what="the rest",
        )
        assert_done_once()

        replay(wire_name="scoring.LeadScored", receiver="revops.handlers.start_for_scores")
        wait_for(
            lambda: not Delivery.objects.filter(status=Delivery.Status.PENDING).exists(),
            seconds=60,
            what="the replay",
        )
        assert Run.objects.count() == LEADS, "a replay begins nothing"
        assert_done_once()


def assert_done_once() -> None:
    tasks = Counter(Activity.objects.values_list("contact", "subject"))
    assert (len(tasks), set(tasks.values())) == (len(TASKS) * LEADS, {1})
    actions = Counter(ActionRun.objects.values_list("run", "step"))
    assert (len(actions), set(actions.values())) == (len(TASKS) * LEADS, {1})
