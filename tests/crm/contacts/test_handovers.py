"""Leads are assigned, and the person who did it undoes it within an hour."""

from datetime import timedelta

import pytest
import time_machine

from mauntic.accounts.models import User
from mauntic.crm.contacts.selectors.handovers import Returned, left_words
from mauntic.crm.contacts.services.handovers import hand_over, undo_handover
from mauntic.crm.contacts.services.owners import assign_owner
from mauntic.crm.models import Contact, Handover
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, NotAllowed, NotFound
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.usefixtures("acme")


def owners(*leads: Contact) -> list[User | None]:
    return [Contact.objects.get(pk=lead.pk).owner for lead in leads]


def test_each_lead_goes_back_to_the_owner_it_had(admin, rep):
    leads = [ContactFactory(owner=rep), ContactFactory(owner=None), ContactFactory(owner=admin)]
    count, handover = hand_over(contact_ids=[lead.pk for lead in leads], owner=admin, by=admin)
    assert (count, owners(*leads)) == (2, [admin, admin, admin])
    assert undo_handover(handover_id=handover, by=admin) == Returned(2)
    assert owners(*leads) == [rep, None, admin]


def test_a_lead_that_was_assigned_again_stays(admin, rep, make_user):
    kim = make_user("rep", email="kim@acme.example")
    kept, back = ContactFactory(owner=rep, first_name="Bo", last_name="Quist"), ContactFactory(owner=rep)
    _, handover = hand_over(contact_ids=[kept.pk, back.pk], owner=admin, by=admin)
    assign_owner(contact_ids=[kept.pk], owner=kim, by=None)
    returned = undo_handover(handover_id=handover, by=admin)
    assert owners(kept, back) == [kim, rep]
    assert (returned.leads, left_words(returned.left)) == (1, 'Not undone: "Bo Quist" (assigned again).')


def test_a_rep_takes_a_lead_back_that_they_gave_away(rep, admin):
    lead = ContactFactory(owner=rep)
    _, handover = hand_over(contact_ids=[lead.pk], owner=admin, by=rep)
    undo_handover(handover_id=handover, by=rep)
    assert owners(lead) == [rep]


def test_nothing_is_undone_twice_nor_later_nor_by_others(rep, admin):
    lead = ContactFactory(owner=rep)
    _, handover = hand_over(contact_ids=[lead.pk], owner=admin, by=admin)
    with pytest.raises(NotFound):
        undo_handover(handover_id=handover, by=rep)
    with time_machine.travel(now() + timedelta(minutes=61)), pytest.raises(Conflict):
        undo_handover(handover_id=handover, by=admin)
    undo_handover(handover_id=handover, by=admin)
    with pytest.raises(Conflict):
        undo_handover(handover_id=handover, by=admin)


def test_a_refused_handover_leaves_nothing_behind(rep, admin):
    lead = ContactFactory(owner=admin)
    with pytest.raises(NotAllowed):
        hand_over(contact_ids=[lead.pk], owner=rep, by=rep)
    assert (owners(lead), Handover.objects.count()) == ([admin], 0)


def test_the_undo_is_published(rep, admin):
    lead = ContactFactory(owner=rep)
    _, handover = hand_over(contact_ids=[lead.pk], owner=admin, by=admin)
    undo_handover(handover_id=handover, by=admin)
    rows = StoredEvent.objects.filter(type="crm.ContactUpdated")
    assert [fact["changedFields"] for row in rows for fact in row.facts] == [["owner"], ["owner"]]


def test_a_lead_does_not_go_back_to_a_deactivated_owner(admin, rep):
    lead = ContactFactory(owner=rep)
    _, handover = hand_over(contact_ids=[lead.pk], owner=admin, by=admin)
    User.objects.filter(pk=rep.pk).update(is_active=False)
    with pytest.raises(Conflict, match="the previous owner is deactivated"):
        undo_handover(handover_id=handover, by=admin)
    assert owners(lead) == [admin]


def test_five_of_the_leads_that_were_left_are_named(admin, rep, make_user):
    gone = make_user("rep", email="gone@acme.example")
    leads = [ContactFactory(owner=rep), *ContactFactory.create_batch(7, owner=gone)]
    _, handover = hand_over(contact_ids=[lead.pk for lead in leads], owner=admin, by=admin)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    returned = undo_handover(handover_id=handover, by=admin)
    words = left_words(returned.left)
    assert (returned.leads, words.count("deactivated"), words.endswith(", 2 more.")) == (1, 5, True)
