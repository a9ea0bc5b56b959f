"""A worker that is killed in the middle of an action on many deals: the rest is done, and no deal twice."""

from collections import Counter

import pytest

from mauntic.accounts.models import User
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from revops.deals.models.deals import Deal, StageMove
from revops.deals.models.runs import DealRun
from revops.deals.services.runs import PART, SILENT_FOR, resume_runs, start_run
from tests.processes.house import House, wait_for

pytestmark = pytest.mark.processes
PARTS = 24


def test_the_run_of_a_killed_worker_is_finished_and_each_deal_moves_once(house: House):
    with entered("acme"):
        person = User.objects.create_user("bulk@acme.example", "a password of twelve", role="admin")
        deals = Deal.objects.bulk_create(
            Deal(name=f"Deal {number}", currency="EUR") for number in range(PARTS * PART)
        )
        run = start_run(kind="move", value="demo", deal_ids=[deal.pk for deal in deals], by=person)
        wait_for(lambda: DealRun.objects.get(pk=run.pk).done > 0, seconds=60, what="the first part")
        house.close()  # kills all workers
        run.refresh_from_db()
        assert 0 < run.done < run.total, "it died in the middle"
        assert StageMove.objects.filter(action=run.action_id).count() == run.done

        house.start_worker(queues=["bulk"])
        # As if the two minutes were over; the message of the dead worker comes back besides.
        DealRun.objects.filter(pk=run.pk).update(progressed_at=now() - SILENT_FOR * 2)
        assert resume_runs() == 1
        wait_for(lambda: bool(DealRun.objects.get(pk=run.pk).finished_at), seconds=120, what="the rest")

        run.refresh_from_db()
        assert (run.done, run.changed, run.left_count) == (run.total, run.total, 0)
        moves = Counter(StageMove.objects.filter(action=run.action_id).values_list("deal", flat=True))
        assert (len(moves), set(moves.values())) == (run.total, {1})
        facts = StoredEvent.objects.filter(type="revops.DealStageChanged").values_list("facts", flat=True)
        told = Counter(fact["dealId"] for stored in facts for fact in stored)
        assert (len(told), set(told.values())) == (run.total, {1})
