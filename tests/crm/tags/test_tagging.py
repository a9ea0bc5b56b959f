"""Tags of contacts: once each, in the history, and told to the other contexts."""

import pytest

from mauntic.broker.actor import Actor, ActorKind, acting
from mauntic.crm.contacts.services.removal import delete_contacts
from mauntic.crm.models import Change, ContactTag, Tag
from mauntic.crm.tags.selectors.tags import tags_of, with_tag
from mauntic.crm.tags.services.tagging import add_tag, remove_tag
from mauntic.events.models import StoredEvent
from mauntic.kernel.errors import Invalid
from tests.factories.crm import ContactFactory
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


def told():
    return list(
        StoredEvent.objects.filter(type="crm.ContactUpdated").order_by("id").values_list("facts", flat=True)
    )


def test_a_tag_is_put_on_contacts_once_whatever_its_case(acme):
    first, second = ContactFactory.create_batch(2)
    assert add_tag(contact_ids=[first.pk], name=" Big  fish ") == {first.pk}
    assert add_tag(contact_ids=[first.pk, second.pk], name="big fish") == {second.pk}
    assert tags_of([first.pk, second.pk]) == {first.pk: ["Big fish"], second.pk: ["Big fish"]}
    assert Tag.objects.count() == 1
    assert with_tag([first.pk, second.pk], "BIG FISH") == {first.pk, second.pk}


def test_each_change_is_in_the_history_with_who_made_it_and_told_once(acme):
    contact = ContactFactory()
    with acting(Actor(ActorKind.JOURNEY, "1", "Welcome")):
        add_tag(contact_ids=[contact.pk], name="hot")
        add_tag(contact_ids=[contact.pk], name="hot")
    remove_tag(contact_ids=[contact.pk], name="HOT")
    remove_tag(contact_ids=[contact.pk], name="hot")
    changes = Change.objects.filter(contact=contact, fields__has_key="tags").order_by("at")
    assert [change.fields for change in changes] == [{"tags": [[], ["hot"]]}, {"tags": [["hot"], []]}]
    assert changes[0].actor_label == "Welcome"
    assert [fact["changedFields"] for row in told() for fact in row] == [["tags"], ["tags"]]


def test_a_name_that_is_none_is_refused(acme):
    with pytest.raises(Invalid):
        add_tag(contact_ids=[ContactFactory().pk], name="a,b")


def test_a_deleted_contact_takes_its_tags_along(acme):
    contact = ContactFactory()
    add_tag(contact_ids=[contact.pk], name="hot")
    delete_contacts(contact_ids=[contact.pk])
    assert not ContactTag.objects.exists()


def test_many_contacts_cost_as_many_queries_as_few(acme):
    contacts = [contact.pk for contact in ContactFactory.create_batch(30)]
    few = queries_of(lambda: add_tag(contact_ids=contacts[:3], name="hot"))
    assert queries_of(lambda: add_tag(contact_ids=contacts[3:], name="hot")) == few
