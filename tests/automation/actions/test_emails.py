"""An email of a run goes through the one outbox: once, filled by its renderer, and not to who said no."""

from datetime import timedelta

import pytest

from mauntic.automation.models import ActionRun, Definition, Kind, Run, RunReason, RunState
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.definitions.saving import Draft, save_definition, turn_off, turn_on
from mauntic.automation.services.runs.trying import try_out
from mauntic.delivery.messages.domain.holds import Hold
from mauntic.delivery.messages.origins import names_of, standings
from mauntic.delivery.messages.services.claims import claim_due
from mauntic.delivery.messages.services.sending import send_due
from mauntic.delivery.models import Message, MessageState, Reason
from mauntic.delivery.suppression.services import suppress
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from tests.automation.conftest import make_definition, rise, the_run
from tests.delivery.mail_servers import mail_server
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory

pytestmark = pytest.mark.django_db
NOTE = {"action": "note", "settings": {"text": "After"}}
SUBJECT, BODY = "A question for {{ company }}", "Hello {{ first_name | there }},\n\nyours, {{ sender_name }}"


def email(**settings):
    return {"action": "send_email", "settings": {"subject": SUBJECT, "body": BODY, **settings}}


@pytest.fixture
def server():
    with mail_server() as server:
        yield server


@pytest.fixture
def mailbox(acme, server):
    return MailboxFactory(smtp_port=server.port, address="team@ours.example", from_name="Team")


def run_for(admin, run_jobs, *contacts, steps=None, **settings) -> Definition:
    definition = make_definition(admin, steps=steps or [email(**settings), NOTE])
    with run_jobs():
        rise(*contacts)
    return definition


def test_the_lead_gets_the_filled_text_from_a_shared_mailbox(acme, admin, shared, run_jobs, mailbox, server):
    contact = ContactFactory(first_name="Bo", company__name="Initech")
    run_for(admin, run_jobs, contact)
    send_due(mailbox_id=mailbox.pk)
    (to, mail), message = server.got[0], Message.objects.get()
    assert (to, mail["Subject"]) == (contact.email, "A question for Initech")
    assert message.sent_text == "Hello Bo,\n\nyours, Team"
    action = ActionRun.objects.get(action="send_email")
    assert action.output == {"message": str(message.pk)}
    assert action.inputs == {
        "to": f"{contact.name} <{contact.email}>",
        "from": "team@ours.example",
        "subject": "A question for Initech",
        "body": "Hello Bo,\n\nyours, Team",
    }
    assert len(shared.notes) == 1


def test_it_goes_from_the_mailbox_of_the_owner_unless_another_is_chosen(
    acme, admin, rep, shared, run_jobs, mailbox
):
    own, other = MailboxFactory(owner=rep), MailboxFactory(owner=admin)
    run_for(admin, run_jobs, ContactFactory(owner=rep), ContactFactory(owner=None))
    assert set(Message.objects.values_list("mailbox", flat=True)) == {own.pk, mailbox.pk}
    Message.objects.all().delete()
    Definition.objects.all().delete()
    run_for(admin, run_jobs, ContactFactory(owner=rep), mailbox=str(other.pk))
    assert Message.objects.get().mailbox == other


def test_nobody_sends_from_a_mailbox_of_somebody_else(acme, admin, rep, shared, run_jobs):
    MailboxFactory(owner=admin, address="ada@ours.example")
    make_definition(rep, steps=[email()])
    with run_jobs():
        rise(ContactFactory(owner=admin))
    assert not Message.objects.exists()
    assert ActionRun.objects.get().note == "Jo Reyes, who turned it on, may not send from ada@ours.example."


@pytest.mark.parametrize(
    ("lead", "note"),
    [
        ({"email": ""}, "The lead has no email address."),
        ({"consent": "refused"}, "The lead must not get email: consent refused."),
        ({"email": "no@company.example"}, "The lead must not get email: unsubscribed."),
        ({"email": "gone@company.example"}, "The lead must not get email: the address does not exist."),
        ({"company": None}, "There is no value for company, and no fallback."),
    ],
)
def test_who_must_not_get_email_is_left_out_and_the_run_goes_on(
    acme, admin, shared, run_jobs, mailbox, lead, note
):
    suppress(addresses=["no@company.example"], reason=Reason.UNSUBSCRIBED, source="test")
    suppress(addresses=["gone@company.example"], reason=Reason.BOUNCED, source="test")
    run_for(admin, run_jobs, ContactFactory(**lead))
    assert not Message.objects.exists()
    action = ActionRun.objects.get(action="send_email")
    assert (action.state, action.note) == ("skipped", note)
    assert len(shared.notes) == 1
    assert the_run().state == RunState.COMPLETED


def test_without_a_mailbox_it_is_left_out(acme, admin, shared, run_jobs):
    run_for(admin, run_jobs, ContactFactory())
    assert "There is no mailbox" in ActionRun.objects.get(action="send_email").note


def test_an_event_that_is_delivered_again_sends_no_second_mail(
    acme, admin, shared, run_jobs, mailbox, server
):
    run_for(admin, run_jobs, ContactFactory())
    Run.objects.update(state=RunState.RUNNING, step=Run.objects.get().version.steps[0]["id"])
    from mauntic.automation.services.runs.running import advance

    advance(run_ids=[the_run().pk])
    assert Message.objects.count() == 1
    send_due(mailbox_id=mailbox.pk)
    send_due(mailbox_id=mailbox.pk)
    assert len(server.got) == 1


def test_two_emails_of_one_run_are_two_messages(acme, admin, shared, run_jobs, mailbox):
    run_for(admin, run_jobs, ContactFactory(), steps=[email(), email(subject="Once more")])
    assert sorted(Message.objects.values_list("subject", flat=True)) == [SUBJECT, "Once more"]


def test_a_definition_that_is_off_holds_its_emails(acme, admin, shared, run_jobs, mailbox):
    definition = run_for(admin, run_jobs, ContactFactory())
    turn_off(definition_id=definition.pk, by=admin)
    assert claim_due(mailbox_id=mailbox.pk).ids == []
    assert Message.objects.get().hold == Hold.ORIGIN_OFF
    turn_on(definition_id=definition.pk, by=admin)
    Message.objects.update(look_at=now() - timedelta(seconds=1))
    assert len(claim_due(mailbox_id=mailbox.pk).ids) == 1
    turn_off(definition_id=definition.pk, by=admin)
    assert Message.objects.get().state == MessageState.WAITING


@pytest.mark.parametrize(
    ("reason", "words"),
    [(RunReason.STOPPED, "A person ended it."), (RunReason.CHANGED, "The record was closed")],
)
def test_a_run_that_was_ended_sends_nothing_more(acme, admin, shared, run_jobs, mailbox, reason, words):
    run_for(admin, run_jobs, ContactFactory())
    Run.objects.update(state=RunState.SKIPPED, reason=reason)
    assert claim_due(mailbox_id=mailbox.pk).ids == []
    message = Message.objects.get()
    assert (message.state, message.hold) == (MessageState.CANCELLED, Hold.ORIGIN_ENDED)
    assert message.hold_facts["reason"].startswith(words)


def test_a_run_that_is_gone_has_ended_and_one_that_is_there_is_named(acme, admin, shared, run_jobs, mailbox):
    definition = run_for(admin, run_jobs, ContactFactory())
    run = the_run()
    assert names_of([("automation", run.pk)])["automation", run.pk].name == definition.name
    run.delete()
    assert standings("automation", [run.pk])[run.pk].origin.ended


def test_an_unknown_token_is_refused_when_it_is_saved(acme, admin, shared):
    draft = Draft(name="Mail", trigger="risen", steps=[email(body="Dear {{ frist_name }}")])
    with pytest.raises(Invalid) as error:
        save_definition(kind=Kind.JOURNEY, draft=draft, by=admin)
    assert "frist_name" in error.value.fields["steps[0].settings.body"][0]


def test_a_deleted_mailbox_breaks_the_definition(acme, admin, shared):
    mailbox = MailboxFactory()
    definition = make_definition(admin, steps=[email(mailbox=str(mailbox.pk))])
    mailbox.delete()
    assert len(Script(definition.current).problems) == 1


def test_a_dry_run_shows_the_mail_and_queues_none(acme, admin, shared, mailbox):
    definition = make_definition(admin, steps=[email()])
    contact = ContactFactory(first_name="Bo")
    trial = try_out(script=Script(definition.current), subject_id=contact.pk, facts={"score": 80}, by=admin)
    assert trial.steps[0].sentence == f'Send the email "{SUBJECT}"'
    assert trial.steps[0].planned.inputs["body"].startswith("Hello Bo,")
    assert not Message.objects.exists()


def test_many_emails_take_as_many_queries_as_a_few(
    acme, admin, shared, run_jobs, mailbox, django_assert_max_num_queries
):
    make_definition(admin, steps=[email()])
    contacts = ContactFactory.create_batch(40)
    with django_assert_max_num_queries(60), run_jobs():
        rise(*contacts)
    assert Message.objects.count() == 40
