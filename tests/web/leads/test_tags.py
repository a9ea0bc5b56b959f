"""Tags on the page of a lead."""

import pytest

from mauntic.crm.tags.selectors.tags import tags_of
from mauntic.crm.tags.services.tagging import add_tag
from mauntic.kernel.ids import new_id
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db


def test_a_tag_is_added_shown_and_removed(web):
    contact = ContactFactory()
    page = f"/leads/{contact.pk}/"
    answer = web.post(f"{page}tags/", {"tag": " big fish "}, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert 'name="remove" value="big fish"' in answer.content.decode()
    web.post(f"{page}tags/", {"remove": "big fish"})
    assert tags_of([contact.pk]) == {}


def test_a_name_that_is_none_is_refused_with_a_sentence(web):
    contact = ContactFactory()
    answer = web.post(f"/leads/{contact.pk}/tags/", {"tag": "a,b"}, follow=True)
    assert "Name the tag with 1 to 40 characters, without commas." in answer.content.decode()
    assert web.post(f"/leads/{new_id()}/tags/", {"tag": "x"}).status_code == 404


def test_what_a_tag_says_is_text_and_no_markup(web):
    contact = ContactFactory()
    add_tag(contact_ids=[contact.pk], name="<b>bold</b>")
    assert "<b>bold</b>" not in web.get(f"/leads/{contact.pk}/").content.decode()


def test_the_list_filters_by_tag(web):
    tagged, _other = ContactFactory(last_name="Tagged"), ContactFactory(last_name="Otherone")
    add_tag(contact_ids=[tagged.pk], name="VIP")
    page = web.get("/leads/?tag=VIP").text
    assert ("Tagged" in page, "Otherone" in page) == (True, False)
    assert '<option value="VIP" selected>VIP</option>' in page
    assert "Select a valid choice" in web.get("/leads/?tag=unknown").text
