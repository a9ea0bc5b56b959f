"""Turn on after a sentence about what that does; dry runs; the buttons of runs."""

from datetime import timedelta

import pytest

from mauntic.automation.models import ActionRun, Definition, Run, RunReason, RunState, Switch
from mauntic.automation.services.definitions.saving import turn_off
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from revops.activities.models import Activity
from revops.deals.models.deals import Deal
from revops.deals.services.moves import move_deals
from tests.factories.revops import DealFactory
from tests.revops.workflows.conftest import TASK
from tests.revops.workflows.pages.conftest import page_of, signed_in

pytestmark = pytest.mark.django_db
LIST = "/revops/workflows/"
WAIT = {"action": "wait", "settings": {"days": 3}}


def win(deal, by, run_jobs) -> Run:
    with run_jobs():
        move_deals(deal_ids=[deal.pk], stage="closed_won", by=by)
    return Run.objects.get()


def off(definition, by) -> str:
    turn_off(definition_id=definition.pk, by=by)
    return f"{LIST}{definition.pk}/"


def test_turning_on_says_what_is_there_and_starts_nothing_old(workflow, web_ops, admin, run_jobs):
    DealFactory.create_batch(2, stage="proposal")
    Deal.objects.update(stage_entered_at=now() - timedelta(days=30))
    one = off(workflow("time_in_stage", trigger_settings={"stage": "proposal", "days": 14}), admin)
    page = page_of(web_ops.get(f"{one}on/"))
    assert "2 records are in this state already." in page
    assert "In the last 30 days" in page
    with run_jobs():
        web_ops.post(f"{one}on/")
    assert Definition.objects.get().state == Switch.ON
    assert not Run.objects.exists()


def test_a_person_may_start_it_for_what_is_there(workflow, web_ops, ops, admin, run_jobs):
    DealFactory.create_batch(2, stage="proposal")
    Deal.objects.update(stage_entered_at=now() - timedelta(days=30))
    one = off(workflow("time_in_stage", trigger_settings={"stage": "proposal", "days": 14}), admin)
    with run_jobs():
        answer = web_ops.post(f"{one}on/", {"present": "on"}, follow=True)
    assert "It began for 2 records." in page_of(answer)
    assert set(Run.objects.values_list("started_by", "state")) == {(ops.pk, RunState.COMPLETED)}
    assert Definition.objects.get().switched_by == ops


def test_a_broken_workflow_cannot_be_turned_on(workflow, web_ops, admin, make_user):
    gone = make_user()
    step = {"action": "assign_owner", "settings": {"people": [str(gone.pk)]}}
    one = off(workflow("deal_created", steps=[step]), admin)
    gone.delete()
    assert "It cannot be turned on" in page_of(web_ops.post(f"{one}on/", follow=True))
    assert Definition.objects.get().state == Switch.OFF


def test_it_is_deleted_after_a_question_and_only_while_it_is_off(workflow, web_ops, admin):
    definition = workflow("deal_created")
    one = f"{LIST}{definition.pk}/"
    assert "Turn it off first." in page_of(web_ops.post(f"{one}delete/", follow=True))
    off(definition, admin)
    assert "history of its runs" in page_of(web_ops.get(f"{one}delete/"))
    assert web_ops.post(f"{one}delete/")["Location"] == LIST
    assert not Definition.objects.exists()


def test_a_dry_run_says_each_verdict_and_does_nothing(workflow, web_manager):
    conditions = {
        "all": [
            {"field": "deal.value", "operator": "at_least", "value": 500},
            {"field": "deal.priority", "operator": "equals", "value": "high"},
        ]
    }
    step = {"action": "create_task", "settings": {**TASK["settings"], "subject": "Call about {{ deal }}"}}
    one = f"{LIST}{workflow('stage_changed', conditions=conditions, steps=[step]).pk}/try/"
    deal = DealFactory(name="Orion renewal", priority="low")
    page = page_of(web_manager.get(f"{one}?q=Orion"))
    assert f"record={deal.pk}" in page
    before = (StoredEvent.objects.count(), Activity.objects.count())
    page = page_of(web_manager.get(f"{one}?record={deal.pk}"))
    assert "It would not start" in page
    assert ("Matches" in page, "Does not match" in page) == (True, True)
    assert "Call about Orion renewal" in page
    assert (StoredEvent.objects.count(), Activity.objects.count()) == before
    assert not Run.objects.exists()


def test_a_dry_run_takes_what_the_event_would_say(workflow, web_manager):
    one = f"{LIST}{workflow('stage_changed', trigger_settings={'to_stages': ['demo']}).pk}/try/"
    deal = DealFactory()
    assert "It would start" in page_of(web_manager.get(f"{one}?record={deal.pk}&fact-new_stage=demo"))
    page = page_of(web_manager.get(f"{one}?record={deal.pk}&fact-new_stage=proposal"))
    assert "It would not start" in page
    assert web_manager.get(f"{one}?record={deal.pk}&fact-new_stage=moon").status_code == 422
    assert "Choose a record" in page_of(web_manager.get(f"{one}?record=nothing"))


def test_a_waiting_run_says_until_when_and_can_be_stopped(workflow, web_ops, ops, admin, run_jobs):
    workflow("deal_won", steps=[WAIT, TASK])
    run = win(DealFactory(owner=ops), admin, run_jobs)
    address = f"{LIST}runs/{run.pk}/"
    page = page_of(web_ops.get(address))
    assert "Waits until" in page
    with run_jobs():
        web_ops.post(f"{address}stop/")
    run.refresh_from_db()
    assert (run.state, run.reason, run.due_at) == (RunState.SKIPPED, RunReason.STOPPED, None)
    assert "A person ended it. By Olga Ops." in page_of(web_ops.get(address))
    assert "Only a run that waits can be stopped." in page_of(web_ops.post(f"{address}stop/", follow=True))
    assert not Activity.objects.exists()


def fail(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(state=RunState.FAILED, reason_text="The server said no.")
    run.refresh_from_db()


def test_a_failed_run_says_why_and_goes_on_at_the_failed_action(workflow, web_ops, ops, admin, run_jobs):
    workflow("deal_won", steps=[WAIT, TASK])
    run = win(DealFactory(owner=ops), admin, run_jobs)
    Run.objects.update(step=run.version.steps[1]["id"], wait={}, due_at=None)
    fail(run)
    address = f"{LIST}runs/{run.pk}/"
    page = page_of(web_ops.get(address))
    assert "The server said no." in page
    assert "Retry from the failed action" in page
    with run_jobs():
        web_ops.post(f"{address}retry/")
    run.refresh_from_db()
    assert run.state == RunState.COMPLETED
    assert Activity.objects.count() == 1
    assert ActionRun.objects.filter(run=run, action="wait").count() == 1


def test_the_newest_failed_runs_are_retried_at_once(workflow, web_ops, ops, admin, run_jobs):
    definition = workflow("deal_won", steps=[WAIT, TASK])
    fail(win(DealFactory(owner=ops), admin, run_jobs))
    assert "Retry 1 failed run" in page_of(web_ops.get(f"{LIST}{definition.pk}/?state=failed"))
    page = page_of(web_ops.post(f"{LIST}{definition.pk}/retry/", follow=True))
    assert "1 run goes on at the action that failed." in page
    page = page_of(web_ops.post(f"{LIST}{definition.pk}/retry/", follow=True))
    assert "No failed runs to retry." in page


def test_a_run_is_run_again_with_the_current_version(workflow, web_ops, ops, admin, run_jobs):
    workflow("deal_won")
    run = win(DealFactory(owner=ops), admin, run_jobs)
    with run_jobs():
        answer = web_ops.post(f"{LIST}runs/{run.pk}/again/")
    made = Run.objects.exclude(pk=run.pk).get()
    assert answer["Location"] == f"{LIST}runs/{made.pk}/"
    assert (made.again_of, made.started_by) == (run, ops)
    assert f"{LIST}runs/{run.pk}/" in page_of(web_ops.get(answer["Location"]))


def test_the_page_of_a_run_shows_inputs_results_and_the_cause(workflow, admin, web, rep, run_jobs):
    step = {"action": "create_task", "settings": {**TASK["settings"], "subject": "Call about {{ deal }}"}}
    workflow("deal_won", steps=[step])
    run = win(DealFactory(name="Vega", owner=rep), admin, run_jobs)
    page = page_of(web.get(f"{LIST}runs/{run.pk}/"))
    assert "Call about Vega" in page
    assert f"/events/{run.cause_event}/" in page
    # Names instead of ids, and words instead of codes and ISO times.
    assert f"<dt>For</dt><dd>{rep} </dd>" in page
    assert "<dt>Kind</dt><dd>Task </dd>" in page
    assert "<dt>Due</dt><dd>" in page
    assert "Done" in page
    assert "Run again" not in page
    assert web.post(f"{LIST}runs/{run.pk}/again/").status_code == 403


def test_a_run_of_a_deleted_deal_is_shown_to_managers_only(workflow, admin, web, rep, run_jobs):
    workflow("deal_won")
    deal = DealFactory(owner=rep)
    run = win(deal, admin, run_jobs)
    Deal.objects.filter(pk=deal.pk).delete()
    assert web.get(f"{LIST}runs/{run.pk}/").status_code == 404
    assert "Deleted, or not visible to you" in page_of(signed_in(admin).get(f"{LIST}runs/{run.pk}/"))
