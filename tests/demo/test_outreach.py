"""The demonstration has sequences in progress, and an inbox with answers of each class."""

from collections import Counter
from datetime import timedelta

import pytest

from demo.accounts import PEOPLE
from demo.outreach import history, mailboxes
from demo.outreach.plans import PLANS
from mauntic.accounts.models import Role
from mauntic.crm.models import Company
from mauntic.delivery.models import Message, Reply, ReplyClass, Suppression
from mauntic.kernel.clock import now
from revops.sequences.domain.stops import Reason
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.models.sequences import Sequence
from revops.sms.models import Text
from tests.factories.lead_intelligence import make_company, make_lead

PORT, TWILIO = 2525, "http://127.0.0.1:1/twilio"


@pytest.fixture
def people(make_user):
    """The people of the demonstration, and leads of each of them."""
    rep, manager = (make_user(role, name=PEOPLE[role]) for role in (Role.REP, Role.MANAGER))
    for number in range(sum(plan.size for plan in PLANS)):
        owner, domain = (rep if number < PLANS[0].size else manager), f"engines{number // 2}.example"
        company = Company.objects.filter(domain=domain).first()
        company = company or make_company(name=domain, domain=domain, industry="Machinery")
        make_lead(
            email=f"person{number}@{domain}",
            first_name="Ann",
            phone="+14155550123",
            owner=owner,
            company=company,
        )
    return rep, manager


@pytest.fixture
def lived(people, monkeypatch):
    monkeypatch.setattr(mailboxes, "SCHEMA", "acme")
    mailboxes.connect(port=PORT, sms=TWILIO)
    history.make()


def test_mailboxes_follow_the_port_of_the_mail_server(people, monkeypatch):
    monkeypatch.setattr(mailboxes, "SCHEMA", "acme")
    mailboxes.connect(port=PORT, sms=TWILIO)
    mailboxes.connect(port=PORT + 1, sms=TWILIO)

    assert [each.smtp_port for each in mailboxes.mailboxes()] == [PORT + 1] * 2
    assert mailboxes.mailboxes()[0].owner == people[0]


def test_the_inbox_has_a_mail_of_each_class(lived):
    assert set(Reply.objects.values_list("label", flat=True)) == set(ReplyClass.values)


def test_enrollments_are_in_every_state_and_end_for_every_reason(lived):
    states = Counter(Enrollment.objects.values_list("state", flat=True))
    assert set(states) == {"active", "paused", "finished", "stopped"}
    reasons = {
        Reason.REPLIED,
        Reason.BOUNCED,
        Reason.UNSUBSCRIBED,
        Reason.MEETING,
        Reason.BY_PERSON,
        Reason.REFUSED,
        Reason.COLLEAGUE_REPLIED,
        Reason.AWAY,
        Reason.ALL_STEPS,
    }
    assert set(Enrollment.objects.exclude(reason="").values_list("reason", flat=True)) == reasons
    waits = set(Enrollment.objects.filter(state="active").values_list("wait", flat=True))
    assert waits >= {"", "message", "task"}
    assert Sequence.objects.filter(state="on").count() == len(PLANS)


def test_what_happened_lies_in_the_past_and_nothing_of_it_goes_out_again(lived):
    at = now()
    assert Message.objects.filter(state="unknown").count() == 1
    sent = Message.objects.filter(state="sent")
    assert sent.count() > 80
    assert min(sent.values_list("handed_at", flat=True)) < at - timedelta(days=12)
    assert not sent.filter(handed_at__gt=at).exists()
    assert not Message.objects.filter(state="waiting").exists()
    assert set(Text.objects.values_list("state", flat=True)) == {"sent"}
    assert not Reply.objects.filter(arrived_at__gt=at).exists()
    assert not Suppression.objects.filter(created_at__gt=at - timedelta(hours=1)).exists()
    assert Enrollment.objects.filter(state="paused", resumes_at__gt=at).exists()
