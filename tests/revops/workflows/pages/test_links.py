"""The page of a run leads to what it made, a timeline to the run, the administration to records."""

import pytest
from django.urls import reverse

from mauntic.automation.models import ActionRun, Run
from mauntic.automation.registry.triggers import Happening, known_trigger
from mauntic.automation.services.starting.firing import fire
from mauntic.delivery.models import Message
from mauntic.kernel.clock import now
from revops.activities.models import Activity
from revops.activities.services.changes import complete_activity
from revops.deals.services.moves import move_deals
from revops.sequences.models.enrollments import Enrollment
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory
from tests.factories.revops import DealFactory
from tests.factories.sequences import make_sequence
from tests.revops.workflows.conftest import TASK
from tests.revops.workflows.pages.conftest import page_of, signed_in
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
RUNS = "/revops/workflows/runs/"


def move(deal, by, run_jobs, stage="proposal") -> None:
    with run_jobs():
        move_deals(deal_ids=[deal.pk], stage=stage, by=by)


@pytest.fixture
def made(workflow, admin, rep, run_jobs) -> Run:
    """A run that made a task, an email and an enrollment."""
    MailboxFactory(owner=rep)
    sequence = make_sequence(by=admin, name="Outreach")
    email = {"action": "send_email", "settings": {"subject": "Your offer", "body": "Hello"}}
    enroll = {"action": "add_to_sequence", "settings": {"sequence": str(sequence.pk)}}
    workflow("stage_changed", [TASK, email, enroll])
    move(DealFactory(owner=rep, contact=ContactFactory(owner=rep), stage="discovery"), admin, run_jobs)
    return Run.objects.get()


def test_the_page_of_a_run_leads_to_what_it_made(made, admin):
    assert list(ActionRun.objects.values_list("state", flat=True)) == ["done"] * 3
    page = page_of(signed_in(admin).get(f"{RUNS}{made.pk}/"))
    task, message, enrollment = Activity.objects.get(), Message.objects.get(), Enrollment.objects.get()
    for address, text in (
        (reverse("task-edit", args=[task.pk]), "Call"),
        (reverse("delivery:message", args=[message.pk]), "Your offer"),
        (reverse("revops:sequence", args=[enrollment.sequence_id]), "Outreach"),
    ):
        assert f'<a href="{address}">{text}</a>' in page


def test_a_task_that_is_done_leads_to_its_deal(made, admin):
    task = Activity.objects.get()
    complete_activity(activity_id=task.pk, by=admin)
    page = page_of(signed_in(admin).get(f"{RUNS}{made.pk}/"))
    assert f'<a href="/revops/deals/{made.subject_id}/">Call</a>' in page
    assert reverse("task-edit", args=[task.pk]) not in page


def test_entries_that_a_workflow_made_lead_to_its_run(workflow, admin, run_jobs):
    step = {"action": "update_field", "settings": {"field": "lifecycle_stage", "value": "customer"}}
    workflow("score_changed", [step], name="Hot", trigger_settings={"score": 60, "direction": "up"})
    contact = ContactFactory()
    facts = {"score": 80, "previous_score": 10}
    with run_jobs():
        fire(
            trigger=known_trigger("score_changed"),
            happenings=[Happening(contact.pk, facts)],
            occurred_at=now(),
        )
    link = f'<a href="{RUNS}{Run.objects.get().pk}/">Workflow &quot;Hot&quot;</a>'
    page = page_of(signed_in(admin).get(f"/leads/{contact.pk}/"))
    assert f'<span class="entry-time">{link}' in page


def test_the_administration_names_the_records_of_runs_in_a_constant_number_of_queries(
    workflow, admin, run_jobs
):
    workflow("stage_changed")
    address, client = reverse("admin:automation_run_changelist"), signed_in(admin)
    deals = [DealFactory(name=f"Deal number {number}", stage="discovery") for number in range(4)]
    move(deals[0], admin, run_jobs)
    first = queries_of(lambda: client.get(address))
    for deal in deals[1:]:
        move(deal, admin, run_jobs)
    assert queries_of(lambda: client.get(address)) == first
    deals[1].delete()
    page = page_of(client.get(address))
    assert f'<a href="/revops/deals/{deals[3].pk}/">Deal number 3</a>' in page
    assert "Deal (deleted)" in page
