"""Leads who replied: refused, or enrolled only if a person decides so. And the undo of an enrollment."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from mauntic.crm.contacts.services.consent import UNSUBSCRIBED, refuse_messages
from mauntic.crm.models import Contact
from mauntic.delivery.models import Mailbox, Message, Reason
from mauntic.delivery.suppression.services import suppress
from mauntic.kernel.clock import now
from mauntic.kernel.display import short_day
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.selectors.candidates import preview_of
from revops.sequences.services.enrollments.enrolling import enroll_leads
from revops.sequences.services.sweep import run_due
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MessageFactory, ReplyFactory
from tests.factories.sequences import make_enrollment, make_mailbox, make_sequence
from tests.support.queries import queries_of

PAGE = "/leads/enroll/"


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def sequence(rep):
    return make_sequence(rep)


@pytest.fixture
def box(rep):
    return make_mailbox(rep)


def replied(label: str = "positive", *, days: int = 3, done: bool = True, **more) -> Contact:
    """A lead who replied so many days ago."""
    at = now() - timedelta(days=days)
    lead: Contact = ReplyFactory(label=label, arrived_at=at, done_at=at if done else None, **more).contact
    return lead


def replied_in(sequence, rep) -> Contact:
    """A lead who answered an email of this sequence, long ago."""
    row = make_enrollment(sequence, rep)
    Enrollment.objects.filter(pk=row.pk).update(state="stopped", reason="replied")
    message = MessageFactory(contact=row.contact, origin_kind="sequence", origin_id=row.pk, state="sent")
    return replied(days=300, contact=row.contact, message=message)


def preview(sequence, rep, *leads: Contact) -> tuple[list[str], list[str], list[Contact]]:
    found = preview_of(sequence=sequence, contact_ids=[lead.pk for lead in leads], by=rep)
    return [each.why for each in found.refused], [each.why for each in found.answered], found.accepted


def test_who_said_no_or_answered_this_sequence_is_refused_with_the_reply(rep, sequence, box):
    leads = replied("negative"), replied("unsubscribe"), replied_in(sequence, rep)
    refused, asked, accepted = preview(sequence, rep, *leads)
    day = short_day(now() - timedelta(days=3))

    assert f"Replied {day}: not interested." in refused
    assert f"Replied {day}: unsubscribe." in refused
    assert (len(refused), asked, accepted) == (3, [], [])
    done = enroll_leads(
        sequence_id=sequence.pk, contact_ids=[lead.pk for lead in leads], by=rep, with_answered=True
    )
    assert (done.rows, len(done.refused)) == ([], 3)


def test_an_answer_to_another_sequence_does_not_refuse(rep, sequence, box):
    lead = replied_in(make_sequence(rep, name="Other"), rep)
    assert preview(sequence, rep, lead) == ([], [], [lead])


def test_who_replied_lately_or_waits_for_an_answer_is_enrolled_only_by_decision(rep, sequence, box):
    lately, waiting = replied("later"), replied("question", days=300, done=False)
    old, never = replied(days=91), ContactFactory()
    refused, asked, accepted = preview(sequence, rep, lately, waiting, old, never)

    assert refused == []
    assert f"Replied {short_day(now() - timedelta(days=3))}: later." in asked
    assert any(each.endswith(": question. The conversation is open.") for each in asked)
    assert accepted == [old, never]
    ids = [lately.pk, waiting.pk, never.pk]
    done = enroll_leads(sequence_id=sequence.pk, contact_ids=ids, by=rep)
    assert ([row.contact for row in done.rows], len(done.refused)) == ([never], 2)
    again = enroll_leads(sequence_id=sequence.pk, contact_ids=ids, by=rep, with_answered=True)
    assert {row.contact for row in again.rows} == {lately, waiting}


def test_automatic_answers_are_no_replies(rep, sequence, box):
    lead = replied("auto_reply", is_human=False)
    assert preview(sequence, rep, lead) == ([], [], [lead])


@pytest.mark.parametrize(("label", "words"), [("negative", "not interested"), ("positive", "interested")])
def test_the_api_refuses_who_replied_with_the_reply(web, sequence, box, label, words):
    lead = replied(label)
    path = f"/api/v1/revops/sequences/{sequence.pk}/enroll"
    answer = web.post(path, {"contactId": str(lead.pk)}, content_type="application/json")

    day = short_day(now() - timedelta(days=3))
    assert (answer.status_code, answer.json()["message"]) == (409, f"{lead.name}: Replied {day}: {words}.")
    assert not Enrollment.objects.exists()


def test_a_complaint_is_named_as_one_although_it_withdraws_the_consent(rep, sequence):
    lead = ContactFactory()
    suppress(addresses=[lead.email], reason=Reason.COMPLAINED, source="complaint")
    refuse_messages(contact_ids=[lead.pk], reason=UNSUBSCRIBED)
    assert preview(sequence, rep, lead)[0] == ["Suppressed: marked an email as spam."]


def test_replies_of_many_leads_are_read_in_the_queries_of_one(rep, sequence, box):
    leads = [replied_in(sequence, rep), replied_in(sequence, rep), replied_in(sequence, rep)]
    assert queries_of(lambda: preview(sequence, rep, leads[0])) == queries_of(
        lambda: preview(sequence, rep, *leads)
    )


def test_the_page_lists_who_replied_and_the_tick_box_enrolls_them(web, rep, sequence, box):
    lead = replied()
    page = f"{PAGE}?ids={lead.pk}"
    shown = text_of(web.post(page, {"sequence": sequence.pk, "preview": "1"}))
    assert "Enroll them too" in shown
    assert "Nobody can be enrolled: all leads are left out." in shown
    assert 'class="btn btn-primary" disabled' in shown

    ticked = text_of(web.post(page, {"sequence": sequence.pk, "preview": "1", "with_answered": "on"}))
    assert 'class="btn btn-primary" disabled' not in ticked
    done = text_of(web.post(page, {"sequence": sequence.pk, "with_answered": "on"}, follow=True))
    assert "1 lead enrolled in Outreach." in done


def test_drafts_and_paused_mailboxes_are_marked_and_those_that_are_off_not_offered(web, rep, box):
    make_sequence(rep, name="Soon", on=False)
    make_mailbox(rep, state="off", address="gone@ours.example")
    make_mailbox(rep, state="paused", address="tired@ours.example")
    page = text_of(web.get(f"{PAGE}?ids={ContactFactory().pk}"))
    assert "Soon (draft: leads wait until it is turned on)" in page
    assert "tired@ours.example (paused)" in page.replace("&lt;", "<").replace("Ada Rep <", "").replace(
        ">", ""
    )
    assert "gone@ours.example" not in page


def test_the_page_names_the_mailbox_and_whose_tasks_they_are(web, rep, sequence, box):
    page = f"{PAGE}?ids={ContactFactory().pk}"
    shown = text_of(web.post(page, {"sequence": sequence.pk, "preview": "1"}))
    assert f"<dt>Emails come from</dt><dd>{escape(box)}</dd>" in shown
    assert f"<dt>Tasks and calls are for</dt><dd>{escape(rep)}</dd>" in shown
    Mailbox.objects.update(state="off")
    shown = text_of(web.post(page, {"sequence": sequence.pk, "preview": "1"}))
    assert "<dt>Emails come from</dt><dd>no mailbox yet: emails wait</dd>" in shown


@pytest.mark.parametrize("query", ["ids=", "ids=nobody", "q=nobody-has-this-name"])
def test_without_a_lead_nobody_is_enrolled_and_the_page_says_how(web, sequence, query):
    ContactFactory()
    answer = web.post(f"{PAGE}?{query}", {"sequence": sequence.pk})
    assert answer.status_code == 422
    assert "No leads are selected. Select leads in the list first." in text_of(answer)
    assert not Enrollment.objects.exists()


def undo_address(web, sequence, *leads: Contact) -> str:
    page = f"{PAGE}?{'&'.join(f'ids={lead.pk}' for lead in leads)}"
    shown = text_of(web.post(page, {"sequence": sequence.pk}, follow=True))
    path = reverse("revops:sequence-enroll-undo", args=[sequence.pk])
    found = re.search(rf'action="({path}[^"]*)"', shown)
    assert found
    return found[1].replace("&amp;", "&")


def test_an_undo_stops_those_who_were_just_enrolled_and_nobody_else(web, rep, sequence, box):
    before = make_enrollment(sequence, rep)
    leads = ContactFactory.create_batch(2)
    address = undo_address(web, sequence, *leads)
    assert "Undone: 2 leads stopped." in text_of(web.post(address, follow=True))
    states = {row.contact: row.state for row in Enrollment.objects.all()}
    assert states == {leads[0]: "stopped", leads[1]: "stopped", before.contact: "active"}


def test_an_undo_leaves_those_who_got_an_email(web, rep, sequence, box):
    leads = ContactFactory.create_batch(2)
    address = undo_address(web, sequence, *leads)
    run_due()
    Message.objects.filter(contact=leads[0]).update(state="sent")
    said = text_of(web.post(address, follow=True))
    assert "Undone: 1 lead stopped. 1 lead was reached already and stays." in said
    assert Enrollment.objects.get(contact=leads[0]).state == "active"
    assert Message.objects.get(contact=leads[1]).state == "cancelled"


def test_an_undo_is_for_minutes_and_for_the_person_who_enrolled(web, rep, make_user, sequence, box):
    lead = ContactFactory()
    address = undo_address(web, sequence, lead)
    stranger = Client(headers={"host": ACME_HOST})
    stranger.force_login(make_user("rep", "stranger@acme.example"))
    assert stranger.post(address).status_code == 404
    assert web.post(address.partition("?")[0]).status_code == 404
    Enrollment.objects.update(created_at=now() - timedelta(minutes=11))
    at = Enrollment.objects.get().created_at.isoformat().replace("+", "%2B")
    web.post(f"{address.partition('?')[0]}?at={at}")
    assert Enrollment.objects.get().state == "active"
