"""Each queue has a worker, here, in the demo and in the instructions."""

from pathlib import Path

import dramatiq

from mauntic.broker.queues import BULK, DEFAULT, EVENTS, WORKERS, worker_options

ROOT = Path(__file__).parents[2]


def test_a_worker_takes_the_messages_of_each_job():
    served = {queue for _, queues in WORKERS.values() for queue in queues}
    actors = dramatiq.get_broker().actors.values()
    used = {actor.queue_name for actor in actors if not actor.actor_name.startswith("test")}

    assert used <= served


def test_what_somebody_waits_for_shares_no_worker_with_bulk_work():
    group = {queue: name for name, (_, queues) in WORKERS.items() for queue in queues}

    assert group[EVENTS] == group[DEFAULT] != group[BULK]


def test_jobs_over_many_rows_are_bulk_work():
    actors = dramatiq.get_broker().actors
    bulk = {name for name, actor in actors.items() if actor.queue_name == BULK}

    assert {"crm.run_import", "crm.revert_import", "revops.run_deal_import", "events.deliver_bulk"} <= bulk


def test_the_instructions_start_a_worker_for_each_group():
    text = (ROOT / "docs" / "deploy.md").read_text()

    for group in WORKERS:
        assert f"dramatiq mauntic.worker {' '.join(worker_options(group))}`" in text
