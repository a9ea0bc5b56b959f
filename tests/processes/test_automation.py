"""Workers that are killed in the middle of workflows: each action is finished, and done once."""

import threading
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import transaction

from mauntic.accounts.models import User
from mauntic.automation.models import ActionRun, ActionState, Definition, Kind, Run, RunState
from mauntic.automation.services.definitions.saving import Draft, save_definition, turn_on
from mauntic.automation.services.destinations.settings import create_channel, create_endpoint
from mauntic.automation.services.runs.resuming import LOST_AFTER, resume_due
from mauntic.crm.models import Contact
from mauntic.events.catalog import LeadScored
from mauntic.events.models import Delivery
from mauntic.events.services import publish_many, redeliver_due, replay
from mauntic.journeys.services.enrolling import enroll_leads
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


def nobody_holds_a_run() -> bool:
    """Whether the database has given up the transactions of workers that were killed."""
    running = Run.objects.filter(state=RunState.RUNNING)
    with transaction.atomic():
        return len(running.select_for_update(skip_locked=True)) == running.count()


def test_each_action_of_a_killed_worker_is_done_once(house: House):
    with entered("acme"):
        person = User.objects.create_user("flows@acme.example", "a password of twelve", role="admin")
        workflow = make_workflow(person)
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
        wait_for(nobody_holds_a_run, seconds=60, what="the end of what the killed workers began")

        house.start_worker()
        # As if the minutes were over after which what lost its worker is gone on with.
        Delivery.objects.filter(status=Delivery.Status.PENDING).update(due_at=now())
        redeliver_due()
        Run.objects.filter(state=RunState.RUNNING).update(
            touched_at=now() - LOST_AFTER - timedelta(minutes=1)
        )
        resume_due()
        wait_for(
            lambda: Run.objects.filter(definition=workflow, state=RunState.COMPLETED).count() == LEADS,
            seconds=180,
            what="the rest",
        )
        assert_done_once(workflow)

        replay(wire_name="scoring.LeadScored", receiver="revops.handlers.start_for_scores")
        wait_for(
            lambda: not Delivery.objects.filter(status=Delivery.Status.PENDING).exists(),
            seconds=60,
            what="the replay",
        )
        assert Run.objects.filter(definition=workflow).count() == LEADS, "a replay begins nothing"
        assert_done_once(workflow)


class Receiver:
    """A server of somebody else: it takes requests, and answers none while it hangs."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self.answers = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                outer.calls.append((self.path, self.headers.get("Idempotency-Key", "")))
                outer.answers.wait(60)
                with suppress(OSError):
                    self.send_response(200)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.answers.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.close()


def test_a_webhook_is_sent_again_under_its_key_and_slack_is_not(house: House, receiver: Receiver, settings):
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True
    house.close()
    worker = house.start_worker(MAUNTIC_HTTP_ALLOW_LOOPBACK="1")
    with entered("acme"):
        person = User.objects.create_user("outside@acme.example", "a password of twelve", role="admin")
        endpoint, _secret = create_endpoint(name="Warehouse", url=f"{receiver.url}/in", by=person)
        channel = create_channel(name="#sales", url=f"{receiver.url}/slack", by=person)
        to_webhook = make_journey(person, "call_webhook", endpoint=str(endpoint.pk))
        to_slack = make_journey(person, "notify_slack", channel=str(channel.pk), text="Call them")
        lead = Contact.objects.create(first_name="Ann", email="ann@flows.example")
        for journey in (to_webhook, to_slack):
            enroll_leads(definition_id=journey.pk, contact_ids=[lead.pk], by=person)
        wait_for(lambda: len(receiver.calls) == 2, seconds=60, what="both calls")
        house.kill(worker)
        receiver.answers.set()

        house.start_worker(MAUNTIC_HTTP_ALLOW_LOOPBACK="1")
        long_ago = now() - LOST_AFTER - timedelta(minutes=1)
        runs = Run.objects.filter(definition__in=[to_webhook, to_slack])
        ActionRun.objects.filter(run__in=runs).update(started_at=long_ago)
        runs.update(touched_at=long_ago)
        resume_due()
        wait_for(
            lambda: not runs.filter(state=RunState.RUNNING).exists(), seconds=60, what="the end of both runs"
        )
        assert dict(runs.values_list("definition", "state")) == {
            to_webhook.pk: RunState.COMPLETED,
            to_slack.pk: RunState.FAILED,
        }
        assert ActionRun.objects.get(run__definition=to_slack).state == ActionState.UNKNOWN
    paths = Counter(path for path, _key in receiver.calls)
    assert paths == {"/in": 2, "/slack": 1}
    keys = {key for path, key in receiver.calls if path == "/in"}
    assert len(keys) == 1
    assert keys != {""}


def make_journey(by: User, action: str, **settings: str) -> Definition:
    draft = Draft(name=action, trigger="manual", steps=[{"action": action, "settings": settings}])
    definition = save_definition(kind=Kind.JOURNEY, draft=draft, by=by)
    return turn_on(definition_id=definition.pk, by=by)


def assert_done_once(workflow: Definition) -> None:
    tasks = Counter(Activity.objects.values_list("contact", "subject"))
    assert (len(tasks), set(tasks.values())) == (len(TASKS) * LEADS, {1})
    done = ActionRun.objects.filter(run__definition=workflow)
    actions = Counter(done.values_list("run", "step"))
    assert (len(actions), set(actions.values())) == (len(TASKS) * LEADS, {1})
