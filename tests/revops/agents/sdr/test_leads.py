"""What the rules of the agent know of leads: in sets, and only what is a touch of a person."""

from datetime import timedelta

import pytest

from mauntic.accounts.models import User
from mauntic.delivery.models import Reason
from mauntic.delivery.suppression.services import suppress
from mauntic.kernel.clock import now
from revops.activities.models import Activity
from revops.agents.sdr.models import SdrSequence
from revops.agents.sdr.selectors.leads import (
    actor_for,
    known_leads,
    last_touches_by_people,
    sequence_for,
)
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MessageFactory, ReplyFactory
from tests.factories.proposals import make_recommended
from tests.factories.sdr import set_up_agent
from tests.factories.sequences import make_enrollment, make_mailbox, make_sequence
from tests.support.queries import queries_of


def test_many_leads_are_known_in_as_many_queries_as_one(rep):
    set_up_agent(rep)
    ids = [make_recommended(owner=rep).pk for _number in range(6)]
    assert queries_of(lambda: known_leads(ids[:1])) == queries_of(lambda: known_leads(ids)) <= 10


def test_a_lead_that_was_never_qualified_is_not_known(rep):
    set_up_agent(rep)
    assert known_leads([ContactFactory().pk]) == {}


@pytest.mark.parametrize(
    ("kind", "is_touch"),
    [("call", True), ("meeting", True), ("demo", True), ("task", False), ("note", False)],
)
def test_what_reaches_the_lead_is_a_touch(rep, kind, is_touch):
    lead, at = ContactFactory(), now() - timedelta(days=2)
    Activity.objects.create(type=kind, contact=lead, owner=rep, completed_at=at)
    assert last_touches_by_people([lead.pk]) == ({lead.pk: at} if is_touch else {})


def test_what_is_only_planned_is_no_touch(rep):
    lead = ContactFactory()
    Activity.objects.create(type="call", contact=lead, owner=rep, due_at=now())
    assert last_touches_by_people([lead.pk]) == {}


def test_the_latest_of_calls_and_emails_counts(rep):
    lead, at = ContactFactory(), now()
    for days in (9, 4):
        Activity.objects.create(type="call", contact=lead, owner=rep, completed_at=at - timedelta(days=days))
        MessageFactory(
            contact=lead, mailbox=make_mailbox(rep), state="sent", handed_at=at - timedelta(days=days - 1)
        )
    assert last_touches_by_people([lead.pk]) == {lead.pk: at - timedelta(days=3)}


@pytest.mark.parametrize(
    ("more", "is_touch"),
    [({}, True), ({"origin_kind": "sequence"}, False), ({"state": "waiting", "handed_at": None}, False)],
)
def test_only_emails_that_a_person_sent_are_touches(rep, more, is_touch):
    values = {"state": "sent", "handed_at": now() - timedelta(days=1), **more}
    row = MessageFactory(mailbox=make_mailbox(rep), **values)
    assert (row.contact_id in last_touches_by_people([row.contact_id])) is is_touch


@pytest.mark.parametrize(
    ("seniority", "name"), [("vp", "Board"), ("c_level", "Board"), ("director", "Rest"), ("", "Rest")]
)
def test_the_first_sequence_that_names_the_seniority_or_none_takes_a_lead(rep, seniority, name):
    board = SdrSequence(sequence=make_sequence(rep, name="Board"), seniorities=["vp", "c_level"])
    rest = SdrSequence(sequence=make_sequence(rep, name="Rest"))

    found = sequence_for(ContactFactory(seniority=seniority), [board, rest])

    assert found is not None
    assert found.sequence.name == name


def test_where_all_sequences_name_others_none_takes_a_lead(rep):
    board = SdrSequence(sequence=make_sequence(rep, name="Board"), seniorities=["vp"])
    assert sequence_for(ContactFactory(seniority="director"), [board]) is None


@pytest.mark.parametrize(
    ("lead_owner", "is_active", "actor"),
    [(True, True, "lead"), (False, True, "sequence"), (True, False, None), (False, False, None)],
)
def test_the_agent_acts_for_an_active_owner_only(rep, colleague, lead_owner, is_active, actor):
    row = SdrSequence(sequence=make_sequence(rep))
    lead = ContactFactory(owner=colleague if lead_owner else None)
    User.objects.update(is_active=is_active)
    for person in (rep, colleague):
        person.refresh_from_db()
    row.sequence.refresh_from_db()

    found = actor_for(lead, row)

    assert found == {"lead": colleague, "sequence": rep, None: None}[actor]
    assert actor_for(ContactFactory(owner=None), None) is None


def wrote(lead, rep) -> None:
    ReplyFactory(contact=lead)


def enrolled(lead, rep) -> None:
    make_enrollment(make_sequence(rep, name="Old"), rep, contact=lead)


def suppressed(lead, rep) -> None:
    suppress(addresses=[lead.email], reason=Reason.UNSUBSCRIBED, source="link")


def emailed(lead, rep) -> None:
    MessageFactory(contact=lead, state="sent", handed_at=now() - timedelta(days=40))


@pytest.mark.parametrize(
    ("happened", "has_written", "not_new"),
    [
        (wrote, True, ""),
        (enrolled, False, 'In "Old"'),
        (suppressed, False, "Suppressed"),
        (emailed, False, "Emailed"),
    ],
)
def test_what_happened_to_a_lead_is_known_in_words(rep, happened, has_written, not_new):
    set_up_agent(rep)
    lead = make_recommended(owner=rep)
    happened(lead, rep)

    facts = known_leads([lead.pk])[lead.pk].facts

    assert facts.wrote is has_written
    assert facts.not_new.startswith(not_new)
    assert bool(facts.not_new) is bool(not_new)
