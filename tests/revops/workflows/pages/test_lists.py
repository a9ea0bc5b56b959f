"""The list of workflows and the page of one: states with reasons, runs of 30 days, and who may do what."""

from datetime import timedelta

import pytest

from mauntic.automation.models import Definition, Run, RunState, Switch
from mauntic.kernel.clock import now
from revops.deals.services.moves import move_deals
from tests.factories.revops import DealFactory
from tests.revops.workflows.conftest import TASK
from tests.revops.workflows.pages.conftest import page_of, signed_in
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
LIST = "/revops/workflows/"


def win(deal, by, run_jobs) -> None:
    with run_jobs():
        move_deals(deal_ids=[deal.pk], stage="closed_won", by=by)


def test_the_list_says_each_workflow_as_a_sentence(workflow, web_ops):
    workflow("deal_won", name="Handover")
    page = page_of(web_ops.get(LIST))
    assert "Handover" in page
    assert "When a deal is won" in page
    assert "Create the task" in page


def test_an_empty_list_teaches(web_ops, web_manager):
    page = page_of(web_ops.get(LIST))
    assert "No workflows yet" in page
    assert f'href="{LIST}new/"' in page
    assert f'href="{LIST}new/"' not in page_of(web_manager.get(LIST))


def test_runs_and_failures_of_the_last_30_days_are_counted(workflow, web_ops, admin):
    definition = workflow("deal_won")
    for number, (state, days) in enumerate(
        [(RunState.COMPLETED, 1), (RunState.FAILED, 2), (RunState.FAILED, 31)]
    ):
        Run.objects.create(
            definition=definition,
            version=definition.current,
            subject_kind="deal",
            subject_id=DealFactory().pk,
            cause_key=str(number),
            origin="event",
            state=state,
            started_at=now() - timedelta(days=days),
        )
    (row,) = web_ops.get(LIST).context["rows"]
    assert (row.runs, row.failed) == (2, 1)


def test_a_broken_workflow_says_why(workflow, web_ops, make_user):
    gone = make_user(name="Gone Soon")
    step = {"action": "assign_owner", "settings": {"people": [str(gone.pk)]}}
    definition = workflow("deal_created", steps=[step])
    gone.delete()
    page = page_of(web_ops.get(LIST))
    assert "Broken" in page
    assert "Step 1:" in page
    assert "Assign an owner" in page_of(web_ops.get(f"{LIST}{definition.pk}/"))


def test_a_locked_workflow_says_how_to_unlock_it(workflow, web_ops):
    definition = workflow("deal_created")
    Definition.objects.update(locked_at=now())
    page = page_of(web_ops.get(LIST))
    assert "Locked" in page
    assert "Turn it on to unlock it." in page
    assert f'href="{LIST}{definition.pk}/on/"' in page


def test_reps_do_not_read_workflows_and_managers_do_not_change_them(workflow, web, web_manager):
    definition = workflow("deal_created")
    one = f"{LIST}{definition.pk}/"
    assert web.get(LIST).status_code == 403
    assert web.get(one).status_code == 403
    assert web_manager.get(one).status_code == 200
    for path in (f"{one}edit/", f"{one}on/", f"{one}delete/", f"{LIST}new/"):
        assert web_manager.get(path).status_code == 403
    assert web_manager.post(f"{one}off/").status_code == 403
    assert Definition.objects.get().state == Switch.ON


def test_only_managers_have_the_entry_of_the_menu(web, web_manager):
    assert 'href="/revops/workflows/"' not in page_of(web.get("/tasks/"))
    assert 'href="/revops/workflows/"' in page_of(web_manager.get("/tasks/"))


def test_runs_of_deals_that_a_person_does_not_see_keep_their_names(workflow, admin, make_user, run_jobs):
    workflow("deal_won")
    deal = DealFactory(name="Secret deal", owner=admin)
    win(deal, admin, run_jobs)
    run = Run.objects.get()
    stranger = signed_in(make_user())
    assert stranger.get(f"{LIST}runs/{run.pk}/").status_code == 404
    assert "Secret deal" in page_of(signed_in(admin).get(f"{LIST}{run.definition_id}/"))


def test_the_list_of_runs_takes_the_same_queries_for_more_runs(workflow, admin, run_jobs):
    definition = workflow("deal_won")
    client = signed_in(admin)
    win(DealFactory(), admin, run_jobs)
    address = f"{LIST}{definition.pk}/"
    client.get(address)
    first = queries_of(lambda: client.get(address))
    for _number in range(3):
        win(DealFactory(), admin, run_jobs)
    assert queries_of(lambda: client.get(address)) == first


def test_the_tabs_filter_by_state(workflow, web_ops, admin, run_jobs):
    definition = workflow("deal_won", steps=[TASK])
    win(DealFactory(name="Alpha deal"), admin, run_jobs)
    address = f"{LIST}{definition.pk}/"
    assert "Alpha deal" in page_of(web_ops.get(f"{address}?state=completed"))
    assert "Alpha deal" not in page_of(web_ops.get(f"{address}?state=failed"))
    assert "No runs in this state" in page_of(web_ops.get(f"{address}?state=failed"))


def test_a_deal_shows_what_automation_did_and_its_history_leads_to_the_run(workflow, admin, run_jobs):
    client, deal = signed_in(admin), DealFactory(owner=admin)
    address = f"/revops/deals/{deal.pk}/"
    assert "What automation did" not in page_of(client.get(address))
    step = {"action": "update_field", "settings": {"field": "priority", "value": "high"}}
    workflow("deal_won", name="Handover", steps=[step, TASK])
    win(deal, admin, run_jobs)
    link = f'<a href="{LIST}runs/{Run.objects.get().pk}/">'
    page = page_of(client.get(address))
    assert "What automation did" in page
    assert f"{link}Handover</a>" in page
    assert "Change a field of the deal · Create a task" in page
    assert f"{link}Workflow &quot;Handover&quot;</a>" in page_of(client.get(f"{address}history/"))


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00", "T", "2026-13-45"]
)
def test_a_run_page_shows_texts_that_look_like_times_as_they_are(workflow, admin, run_jobs, text):
    step = {"action": "create_task", "settings": {"subject": text, "type": "task", "due_days": 1}}
    workflow("deal_won", steps=[step])
    win(DealFactory(owner=admin), admin, run_jobs)
    assert text in page_of(signed_in(admin).get(f"{LIST}runs/{Run.objects.get().pk}/"))


def test_a_lead_shows_what_automation_did(workflow, admin, run_jobs):
    definition, deal = (
        workflow("score_changed", trigger_settings={"score": 60, "direction": "up"}),
        DealFactory(),
    )
    run = Run.objects.create(
        definition=definition,
        version=definition.current,
        subject_kind="contact",
        subject_id=deal.contact_id,
        cause_key="1",
        state="failed",
        reason_text="The server said no.",
    )
    page = page_of(signed_in(admin).get(f"/leads/{deal.contact_id}/"))
    assert f'href="{LIST}runs/{run.pk}/"' in page
    assert "The server said no." in page
