"""Adding leads by hand is undone: they leave, what waits is not sent, and what was done is said."""

from datetime import timedelta

import pytest
import time_machine

from mauntic.automation.models import Run, RunReason, RunState
from mauntic.automation.services.runs.resuming import resume_due
from mauntic.crm.tags.selectors.tags import tags_of
from mauntic.delivery.models import Message, MessageState
from mauntic.journeys.selectors.lists import undone_words
from mauntic.journeys.services.enrolling import enroll_leads, preview_enrolling
from mauntic.journeys.services.undoing import undo_enrolling
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, NotFound
from revops.activities.models import Activity
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory
from tests.journeys.conftest import TASK
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
WAIT = {"action": "wait", "settings": {"days": 1}}
TAG = {"action": "add_tag", "settings": {"tag": "VIP"}}
EMAIL = {"action": "send_email", "settings": {"subject": "Hello", "body": "How are you?"}}


@pytest.fixture
def added(journey, admin, run_jobs):
    """Adds leads to a journey of some steps, and does what is due."""

    def add(*steps, count=2, by=admin, definition=None):
        definition = definition or journey("manual", steps or (WAIT, TASK))
        leads = ContactFactory.create_batch(count)
        with run_jobs():
            done = enroll_leads(definition_id=definition.pk, contact_ids=[each.pk for each in leads], by=by)
        return definition, leads, done

    return add


def test_those_who_were_added_at_that_moment_leave_and_others_stay(added, admin, run_jobs):
    definition, leads, done = added()
    _definition, others, _done = added(definition=definition)
    undone = undo_enrolling(definition_id=definition.pk, at=done.at, by=admin)
    assert (undone.left, undone.stays) == (2, {})
    left = Run.objects.filter(subject_id__in=[each.pk for each in leads])
    assert set(left.values_list("state", "reason", "due_at")) == {("skipped", "undone", None)}
    assert Run.objects.alive().count() == len(others)
    with time_machine.travel(now() + timedelta(days=2)), run_jobs():
        resume_due()
    assert Activity.objects.count() == len(others)


def test_a_lead_for_whom_nothing_was_done_may_be_added_again(added, admin):
    definition, leads, done = added()
    undo_enrolling(definition_id=definition.pk, at=done.at, by=admin)
    ids = [each.pk for each in leads]
    again = enroll_leads(definition_id=definition.pk, contact_ids=ids, by=admin)
    assert (again.count, again.refused) == (2, [])


def test_what_was_done_is_said_and_counts_as_having_been_inside(added, admin):
    definition, leads, done = added(TAG, TASK, WAIT)
    undone = undo_enrolling(definition_id=definition.pk, at=done.at, by=admin)
    assert undone.stays == {"add_tag": 2, "create_task": 2}
    words = undone_words(undone.left, undone.stays, "Welcome")
    assert words.startswith("2 leads removed from Welcome. Already done, and stays: ")
    assert "Add a tag (2)" in words
    assert tags_of([leads[0].pk]) == {leads[0].pk: ["VIP"]}
    assert set(Run.objects.values_list("reason", flat=True)) == {RunReason.STOPPED}
    (first, _second) = preview_enrolling(
        definition_id=definition.pk, contact_ids=[each.pk for each in leads]
    ).refused
    assert first.why == "The lead was in this journey before."


def test_an_email_that_waits_is_not_sent_also_if_the_journey_is_over(added, admin, run_jobs):
    MailboxFactory()
    definition, _leads, done = added(EMAIL, count=2)
    assert set(Run.objects.values_list("state", flat=True)) == {RunState.COMPLETED}
    sent, waiting = Message.objects.order_by("pk")
    Message.objects.filter(pk=sent.pk).update(state=MessageState.SENT, handed_at=now())
    Message.objects.filter(pk=waiting.pk).update(state=MessageState.CLAIMED, attempts=1)
    undone = undo_enrolling(definition_id=definition.pk, at=done.at, by=admin)
    assert (undone.left, undone.stays) == (2, {"send_email": 1})
    waiting.refresh_from_db()
    assert waiting.state == MessageState.WAITING
    reasons = dict(Run.objects.values_list("pk", "reason"))
    assert (reasons[sent.origin_id], reasons[waiting.origin_id]) == (RunReason.STOPPED, RunReason.UNDONE)
    assert set(Run.objects.values_list("state", flat=True)) == {RunState.SKIPPED}


def test_only_the_person_undoes_it_within_ten_minutes_and_once(added, admin, make_user):
    definition, _leads, done = added()
    with pytest.raises(NotFound):
        undo_enrolling(definition_id=definition.pk, at=done.at, by=make_user("ops"))
    with pytest.raises(NotFound):
        undo_enrolling(definition_id=definition.pk, at=done.at + timedelta(seconds=1), by=admin)
    with time_machine.travel(done.at + timedelta(minutes=11)), pytest.raises(Conflict, match="too late"):
        undo_enrolling(definition_id=definition.pk, at=done.at, by=admin)
    undo_enrolling(definition_id=definition.pk, at=done.at, by=admin)
    with pytest.raises(Conflict, match="already"):
        undo_enrolling(definition_id=definition.pk, at=done.at, by=admin)


def test_many_cost_as_many_queries_as_few(added, admin):
    def undone(count: int) -> int:
        batches = [added(TAG, WAIT, count=count) for _ in range(2)]

        def work() -> None:
            definition, _leads, done = batches.pop()
            undo_enrolling(definition_id=definition.pk, at=done.at, by=admin)

        return queries_of(work)

    assert undone(12) == undone(2)
