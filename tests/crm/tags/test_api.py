"""The tags of a contact in the API: read, set as a whole, and used to filter contacts."""

import pytest

from mauntic.crm.models import Change, Tag
from mauntic.crm.tags.services.tagging import add_tag, set_tags
from mauntic.events.models import StoredEvent
from mauntic.kernel.errors import Invalid
from mauntic.kernel.ids import new_id
from tests.factories.crm import ContactFactory
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
BASE = "/api/v1/crm/contacts"
JSON = {"content_type": "application/json"}


def events() -> int:
    return StoredEvent.objects.filter(type="crm.ContactUpdated").count()


def test_tags_are_read_and_set_as_a_whole(web):
    contact = ContactFactory()
    path = f"{BASE}/{contact.pk}/tags"
    assert web.get(path).json() == {"tags": []}
    assert web.put(path, {"tags": ["VIP", " Big  fish "]}, **JSON).json() == {"tags": ["Big fish", "VIP"]}
    assert web.put(path, {"tags": ["vip", "Partner", "VIP"]}, **JSON).json() == {"tags": ["Partner", "VIP"]}
    assert web.get(path).json() == {"tags": ["Partner", "VIP"]}
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Big fish", "Partner", "VIP"]
    assert Change.objects.filter(contact=contact, fields__has_key="tags").count() == events() == 2
    assert web.put(path, {"tags": ["partner", "vip"]}, **JSON).status_code == 200
    assert events() == 2, "nothing changed"
    assert web.put(path, {"tags": []}, **JSON).json() == {"tags": []}


@pytest.mark.parametrize(
    ("body", "key"),
    [({}, "tags"), ({"tags": "VIP"}, "tags"), ({"tags": ["a,b"]}, "tags"), ({"tags": ["x"] * 101}, "tags")],
)
def test_what_is_no_tag_is_refused_by_its_key_and_changes_nothing(web, body, key):
    contact = ContactFactory()
    add_tag(contact_ids=[contact.pk], name="VIP")
    answer = web.put(f"{BASE}/{contact.pk}/tags", body, **JSON)
    assert (answer.status_code, next(iter(answer.json()["details"])).partition(".")[0]) == (400, key)
    assert web.get(f"{BASE}/{contact.pk}/tags").json() == {"tags": ["VIP"]}


def test_a_contact_that_does_not_exist_has_no_tags(web):
    assert web.get(f"{BASE}/{new_id()}/tags").status_code == 404
    assert web.put(f"{BASE}/{new_id()}/tags", {"tags": []}, **JSON).status_code == 404


def test_contacts_are_listed_by_tag_in_any_case(web):
    tagged, _other = ContactFactory.create_batch(2)
    add_tag(contact_ids=[tagged.pk], name="VIP")
    assert [each["id"] for each in web.get(f"{BASE}?tag=vip").json()["data"]] == [str(tagged.pk)]
    assert web.get(f"{BASE}?tag=unknown").json()["data"] == []


def test_setting_takes_the_same_queries_for_more_tags(acme):
    contact = ContactFactory()

    def change(count: int) -> int:
        names = [[f"Tag {number}{word}" for number in range(count)] for word in ("a", "b", "a")]
        return queries_of(lambda: set_tags(contact_id=contact.pk, names=names.pop()))

    assert change(2) == change(20)


def test_a_service_refuses_too_many_as_the_api_does(acme):
    with pytest.raises(Invalid, match="at most 100"):
        set_tags(contact_id=ContactFactory().pk, names=[str(number) for number in range(101)])
