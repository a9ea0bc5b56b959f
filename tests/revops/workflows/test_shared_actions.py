"""The actions that workflows share with journeys, on deals: lead, owner, dates and access."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from mauntic.automation.models import ActionRun, Run, RunReason, RunState
from mauntic.automation.services.destinations.settings import create_endpoint
from mauntic.automation.services.runs.resuming import resume_due
from mauntic.delivery.models import Message
from mauntic.kernel.clock import now
from mauntic.notifications.models import Notification
from revops.deals.models.deals import Deal
from revops.deals.services.moves import move_deals
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory
from tests.factories.revops import DealFactory

pytestmark = pytest.mark.django_db
EMAIL = {"action": "send_email", "settings": {"subject": "{{ deal }}", "body": "Hello {{ first_name }}"}}
NOTICE = {"action": "notify", "settings": {"to": "owner", "text": "{{ deal }} moved to {{ stage }}"}}


def move(deal: Deal, by, run_jobs, stage: str = "proposal") -> None:
    with run_jobs():
        move_deals(deal_ids=[deal.pk], stage=stage, by=by)


def test_the_lead_of_the_deal_gets_the_email_and_its_owner_the_notice(admin, rep, workflow, run_jobs):
    mailbox = MailboxFactory(owner=rep)
    deal = DealFactory(owner=rep, name="Wire", contact=ContactFactory(first_name="Bo"), stage="discovery")
    workflow("stage_changed", [EMAIL, NOTICE])
    move(deal, admin, run_jobs)
    message = Message.objects.get()
    assert (message.contact, message.mailbox) == (deal.contact, mailbox)
    notice = Notification.objects.get(kind="automation")
    assert (notice.user, notice.body) == (rep, "Wire moved to Proposal")
    assert str(deal.pk) in notice.url


@pytest.mark.parametrize(
    ("to", "told", "note"),
    [
        ({"to": "role", "role": "rep"}, ["Jo Reyes"], ""),
        ({"to": "role", "role": "ops"}, ["Kim", "Lee"], ""),
        ({"to": "person"}, [], "Max: no access to this record."),
    ],
)
def test_who_does_not_see_the_deal_is_not_told_about_it(
    admin, rep, make_user, workflow, run_jobs, to, told, note
):
    stranger = make_user("rep", "max@acme.example", "Max")
    for name in ("Kim", "Lee"):
        make_user("ops", f"{name}@acme.example", name)
    if to["to"] == "person":
        to = {**to, "person": str(stranger.pk)}
    deal = DealFactory(owner=rep, name="Secret deal", stage="discovery")
    workflow("stage_changed", [{"action": "notify", "settings": {"text": "{{ deal }}", **to}}])
    move(deal, admin, run_jobs)
    notices = Notification.objects.filter(kind="automation").select_related("user")
    assert sorted(str(each.user) for each in notices) == told
    action = ActionRun.objects.get()
    assert action.note == note
    assert ("Max" in action.inputs["left_out"]) == (to.get("role") != "ops")


def test_a_deal_without_a_lead_gets_no_email(admin, rep, workflow, run_jobs):
    MailboxFactory()
    deal = DealFactory(owner=rep, contact=None, company=None, stage="discovery")
    workflow("stage_changed", [EMAIL])
    move(deal, admin, run_jobs)
    assert ActionRun.objects.get().note == "The record has no lead."


def test_what_waits_until_the_close_of_a_deal_ends_if_it_is_closed_before(admin, rep, workflow, run_jobs):
    deal = DealFactory(owner=rep, stage="discovery", expected_close_on=date(2099, 12, 24))
    wait = {
        "action": "wait",
        "settings": {"until": "deal.expected_close_on", "shift": -3, "at": "09:00"},
    }
    workflow("stage_changed", [wait, NOTICE])
    move(deal, admin, run_jobs)
    assert Run.objects.get().due_at == datetime(2099, 12, 21, 9, tzinfo=UTC)
    move(deal, admin, run_jobs, "closed_won")
    Run.objects.filter(state=RunState.WAITING).update(due_at=now() - timedelta(seconds=1))
    with run_jobs():
        resume_due()
    assert set(Run.objects.values_list("state", "reason")) >= {(RunState.SKIPPED, RunReason.CHANGED)}
    assert not Notification.objects.filter(kind="automation", body__contains="Proposal").exists()


def test_a_webhook_has_the_deal_and_a_rep_reads_out_none_of_others(
    acme, admin, rep, workflow, run_jobs, settings, httpserver
):
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True
    httpserver.expect_request("/in").respond_with_data("ok")
    endpoint, _secret = create_endpoint(name="Shop", url=httpserver.url_for("/in"), by=admin)
    step = {"action": "call_webhook", "settings": {"endpoint": str(endpoint.pk)}}
    workflow("stage_changed", [step])
    workflow("stage_changed", [step], by=rep)
    deal = DealFactory(owner=admin, name="Wire", stage="discovery")
    move(deal, admin, run_jobs)
    ((request, _answer),) = httpserver.log
    body = json.loads(request.data)
    assert (body["type"], body["data"]["record"]["name"]) == ("automation.stage_changed", "Wire")
    assert body["data"]["record"]["deal"] == "Wire"
    left_out = ActionRun.objects.get(state="skipped")
    assert "has no access to this record" in left_out.note
    assert set(Run.objects.values_list("state", flat=True)) == {RunState.COMPLETED}
