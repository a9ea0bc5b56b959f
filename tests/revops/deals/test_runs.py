"""Actions on many deals run in a worker, in parts that are done once."""

from datetime import timedelta

import pytest

from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from revops.deals.models.deals import Deal, StageMove
from revops.deals.models.runs import DealRun
from revops.deals.selectors.runs import run_of
from revops.deals.services import runs
from revops.deals.services.bulk import move_many
from revops.deals.services.create import change_deals
from revops.deals.services.undo import undo_action
from tests.factories.revops import DealFactory

pytestmark = pytest.mark.usefixtures("acme")
TABLE = "/revops/deals/"


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch):
    monkeypatch.setattr(runs, "RUN_FROM", 2)
    monkeypatch.setattr("revops.pipeline.views.bulk.RUN_FROM", 2)
    monkeypatch.setattr(runs, "PART", 2)


@pytest.fixture
def deals(rep) -> list[Deal]:
    return DealFactory.create_batch(5, owner=rep)


def started(deals, rep, stage: str = "demo") -> DealRun:
    return runs.start_run(kind="move", value=stage, deal_ids=[deal.pk for deal in deals], by=rep)


def stages() -> set[str]:
    return set(Deal.objects.values_list("stage", flat=True))


def test_a_worker_moves_all_deals_and_keeps_the_result(deals, rep, run_jobs):
    with run_jobs():
        run = started(deals, rep)
    run.refresh_from_db()
    assert (run.done, run.changed, run.left_count, bool(run.finished_at)) == (5, 5, 0, True)
    assert (stages(), StageMove.objects.filter(action=run.action_id).count()) == ({"demo"}, 5)


def test_deals_that_cannot_be_moved_are_left_and_named(deals, rep, colleague, run_jobs):
    Deal.objects.filter(pk=deals[0].pk).update(name="Won", stage="closed_won", closed_at=now(), value=1)
    Deal.objects.filter(pk=deals[1].pk).update(owner=colleague)
    with run_jobs():
        run = started(deals, rep)
    run.refresh_from_db()
    assert (run.changed, run.left_count) == (3, 2)
    assert sorted(run.left) == [["", ""], ["Won", "closed, reopen it first"]]
    assert Deal.objects.get(pk=deals[1].pk).stage == "prospecting"


def test_a_run_that_was_interrupted_goes_on_after_its_last_part(deals, rep, monkeypatch):
    run = started(deals, rep)
    whole = runs.apply_to_deals

    def dying(**given):
        if DealRun.objects.get().done:
            raise MemoryError
        return whole(**given)

    monkeypatch.setattr(runs, "apply_to_deals", dying)
    with pytest.raises(MemoryError):
        runs.run_on_deals(run_id=run.pk)
    run.refresh_from_db()
    assert (run.done, run.finished_at) == (2, None)
    monkeypatch.setattr(runs, "apply_to_deals", whole)
    for _time in range(2):  # a message may come twice
        runs.run_on_deals(run_id=run.pk)
    assert (stages(), StageMove.objects.filter(action=run.action_id).count()) == ({"demo"}, 5)


def test_a_run_without_progress_for_two_minutes_is_resumed(deals, rep, run_jobs):
    run = started(deals, rep)
    assert runs.resume_runs() == 0
    DealRun.objects.update(progressed_at=now() - timedelta(minutes=3))
    with run_jobs():
        assert runs.resume_runs() == 1
    run.refresh_from_db()
    assert run.finished_at
    assert runs.resume_runs() == 0


def test_an_undo_of_many_runs_in_a_worker_and_names_what_it_left(deals, rep, run_jobs):
    done = move_many(deal_ids=[deal.pk for deal in deals], stage="demo", by=rep)
    Deal.objects.filter(pk=deals[0].pk).update(name="Moved")
    change_deals(deal_ids=[deals[1].pk], changes={"next_step": "Call"}, by=rep)
    move_many(deal_ids=[deals[0].pk], stage="proposal", by=rep)
    with run_jobs():
        run = runs.start_undo(action_id=done.action_id, by=rep)
    run.refresh_from_db()
    assert (run.changed, run.left) == (4, [["Moved", "changed again since"]])
    assert stages() == {"prospecting", "proposal"}


def test_an_action_is_undone_only_once_it_has_finished_and_by_one_run(deals, rep, run_jobs):
    run = started(deals[:3], rep)
    runs._do_part(run.pk)
    with pytest.raises(Conflict, match="still running"):
        undo_action(action_id=run.action_id, by=rep)
    with run_jobs():
        runs.run_on_deals(run_id=run.pk)
    runs.start_undo(action_id=run.action_id, by=rep)
    with pytest.raises(Conflict, match="still running"):
        runs.start_undo(action_id=run.action_id, by=rep)


def test_a_wrong_value_starts_nothing(deals, rep):
    with pytest.raises(Invalid):
        started(deals, rep, "closed_won")
    assert not DealRun.objects.exists()


def test_an_owner_who_is_deactivated_meanwhile_ends_the_run_with_the_reason(deals, rep, colleague, run_jobs):
    ids = [deal.pk for deal in deals]
    run = runs.start_run(kind="assign", value=str(colleague.pk), deal_ids=ids, by=rep)
    type(colleague).objects.filter(pk=colleague.pk).update(is_active=False)
    runs.run_on_deals(run_id=run.pk)
    run.refresh_from_db()
    assert (run.done, bool(run.finished_at)) == (0, True)
    assert run.error == f"{colleague} is deactivated. Choose another owner."


def test_a_person_who_is_deactivated_meanwhile_changes_no_more_deals(deals, rep, monkeypatch):
    run, whole = started(deals, rep), runs.apply_to_deals

    def deactivating(**given):
        type(rep).objects.filter(pk=rep.pk).update(is_active=False)
        return whole(**given)

    monkeypatch.setattr(runs, "apply_to_deals", deactivating)
    runs.run_on_deals(run_id=run.pk)
    run.refresh_from_db()
    assert (run.done, bool(run.finished_at), run.error) == (2, True, f"{rep} was deactivated.")
    assert Deal.objects.filter(stage="demo").count() == 2


def test_a_deal_that_is_sent_several_times_is_changed_and_counted_once(web, rep, run_jobs):
    deal = DealFactory(owner=rep)
    with run_jobs():
        web.post(f"{TABLE}bulk/", {"action": "move", "stage": "demo", "ids": [str(deal.pk)] * 5})
    assert not DealRun.objects.exists()
    assert list(StageMove.objects.filter(to_stage="demo").values_list("deal", flat=True)) == [deal.pk]


def test_others_do_not_see_a_run(deals, rep, colleague):
    with pytest.raises(NotFound):
        run_of(started(deals, rep).pk, colleague)


def test_the_page_shows_progress_then_the_result_with_undo(web, deals, rep, run_jobs):
    fields = {
        "action": "move",
        "stage": "demo",
        "matching": "1",
        "query": "tab=open",
        "next": f"{TABLE}?tab=mine",
    }
    answer = web.post(f"{TABLE}bulk/", fields)
    address, run = answer["Location"], DealRun.objects.get()
    page = web.get(address).content.decode()
    assert "Moving deals to Demo" in page
    assert "0 of 5" in page
    htmx = {"hx-request": "true"}
    assert "<html" not in web.get(address, headers=htmx).content.decode()
    with run_jobs():
        runs.run_on_deals(run_id=run.pk)
    assert web.get(address, headers=htmx)["HX-Refresh"] == "true"
    page = web.get(address).content.decode()
    assert "5 deals moved to Demo." in page
    assert f'href="{TABLE}?tab=mine"' in page
    with run_jobs():
        undone = web.post(f"{TABLE}undo/{run.action_id}/", {"next": f"{TABLE}?tab=mine"})
    page = web.get(undone["Location"]).content.decode()
    assert "5 deals restored." in page
    assert stages() == {"prospecting"}
