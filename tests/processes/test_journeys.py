"""Workers that are killed in the middle of a journey: each step is done once, and its email goes once."""

from collections import Counter
from datetime import timedelta

import pytest

from mauntic.accounts.models import User
from mauntic.automation.models import ActionRun, Definition, Kind, Run, RunState
from mauntic.automation.services.definitions.saving import Draft, save_definition, turn_on
from mauntic.automation.services.runs.resuming import LOST_AFTER, resume_due
from mauntic.broker import enqueue_at_once
from mauntic.crm.models import Contact
from mauntic.crm.tags.selectors.tags import with_tag
from mauntic.delivery import jobs
from mauntic.delivery.models import Message, MessageState
from mauntic.journeys.services.enrolling import enroll_leads
from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from revops.activities.models import Activity
from tests.delivery.mail_servers import mail_server
from tests.factories.delivery import MailboxFactory
from tests.processes.house import House, wait_for

pytestmark = pytest.mark.processes
LEADS, STEPS = 200, 4


def make_journey(by: User) -> Definition:
    call = {"action": "create_task", "settings": {"subject": "Call", "type": "task", "due_days": 1}}
    halves = [{"branch": "Called", "percent": 50}, {"branch": "Written", "percent": 50}]
    steps = [
        {"action": "send_email", "settings": {"subject": "Hello", "body": "Hello {{ first_name }}"}},
        {"action": "add_tag", "settings": {"tag": "Welcomed"}},
        call,
        {"action": "split_random", "settings": {"shares": halves}},
    ]
    draft = Draft(name="Welcome", trigger="manual", steps=steps)
    definition = save_definition(kind=Kind.JOURNEY, draft=draft, by=by)
    return turn_on(definition_id=definition.pk, by=by)


def test_each_step_of_a_killed_worker_is_done_once_and_its_email_goes_once(house: House):
    with entered("acme"), mail_server() as server:
        person = User.objects.create_user("journeys@acme.example", "a password of twelve", role="admin")
        mailbox = MailboxFactory(smtp_port=server.port)
        journey = make_journey(person)
        leads = Contact.objects.bulk_create(
            # Each at a domain of their own: only so many emails go to one domain in a day.
            Contact(first_name=f"Lead {number}", email=f"lead@journeys{number}.example")
            for number in range(LEADS)
        )
        ids = [lead.pk for lead in leads]
        house.start_worker()
        enroll_leads(definition_id=journey.pk, contact_ids=ids, by=person)
        wait_for(lambda: Activity.objects.filter(contact__in=ids).exists(), seconds=120, what="a task")
        house.close()  # kills all workers
        done = Run.objects.filter(definition=journey, state=RunState.COMPLETED)
        assert done.count() < LEADS, "they died in the middle"

        house.start_worker(queues=["events", "bulk", "default", "delivery"])
        # As if the minutes were over after which what lost its worker is gone on with.
        Run.objects.filter(definition=journey, state=RunState.RUNNING).update(
            touched_at=now() - LOST_AFTER - timedelta(minutes=1)
        )
        resume_due()
        wait_for(lambda: done.count() == LEADS, seconds=180, what="the rest")

        actions = Counter(ActionRun.objects.filter(run__definition=journey).values_list("run", "step"))
        assert (len(actions), set(actions.values())) == (STEPS * LEADS, {1})
        tasks = Counter(Activity.objects.filter(contact__in=ids).values_list("contact", flat=True))
        assert (len(tasks), set(tasks.values())) == (LEADS, {1})
        assert len(with_tag(ids, "Welcomed")) == LEADS

        assert Message.objects.filter(contact__in=ids).count() == LEADS
        enqueue_at_once(jobs.SEND_FROM_MAILBOX, str(mailbox.pk))
        enqueue_at_once(jobs.SEND_FROM_MAILBOX, str(mailbox.pk))
        sent = Message.objects.filter(contact__in=ids, state=MessageState.SENT)
        wait_for(lambda: sent.count() == LEADS, seconds=180, what="the emails")
        got = Counter(each for each in server.recipients if "@journeys" in each)
        assert (len(got), set(got.values())) == (LEADS, {1})
