"""Saved views of the list of leads: what is saved is shown again; changes wait until they are saved."""

import pytest

from mauntic.crm.models import SavedView
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def view(rep) -> SavedView:
    return SavedView.objects.create(list_name="leads", owner=rep, name="Best", query="grade=A&sort=name")


def test_what_the_list_shows_is_saved_under_a_name(web):
    ContactFactory(first_name="Ann", lead_grade="A")
    ContactFactory(first_name="Bob", lead_grade="B")
    query = "tab=all&grade=A&q=&sort=-score&after=x"
    assert (
        f'href="/leads/views/new/?{query.replace("&after=x", "").replace("&", "&amp;")}"'
        in web.get(f"/leads/?{query.replace('&after=x', '')}").text
    )
    answer = web.post(f"/leads/views/new/?{query}", {"name": "Best"}, follow=True)
    view = SavedView.objects.get()
    assert view.query == "grade=A&sort=-score&tab=all"
    assert answer.redirect_chain[-1][0] == f"/leads/?view={view.pk}&{view.query}"
    assert "Ann" in answer.text
    assert "Bob" not in answer.text
    assert "Unsaved changes" not in answer.text


def test_a_changed_filter_is_told_and_saved_or_saved_as_another(web, view):
    page = web.get(f"/leads/?view={view.pk}&grade=B")
    assert "Unsaved changes" in page.text
    assert "Best" in page.text
    web.post(f"/leads/views/new/?view={view.pk}&grade=B", {"name": "Others"})
    view.refresh_from_db()
    assert view.query == "grade=A&sort=name"
    web.post(f"/leads/views/{view.pk}/keep/?view={view.pk}&grade=B&after=x")
    view.refresh_from_db()
    assert view.query == "grade=B"


def test_the_list_opens_with_the_default_view_of_the_person(web, view):
    assert web.get("/leads/").status_code == 200
    web.post(f"/leads/views/{view.pk}/", {"name": "Best", "is_default": "on"})
    assert web.get("/leads/")["Location"] == f"/leads/?view={view.pk}&grade=A&sort=name"
    assert web.get("/leads/?tab=all").status_code == 200
    assert "checked" in web.get(f"/leads/views/{view.pk}/").text


def test_bad_names_stay_in_the_form(web, view):
    for name, sentence in (("", "Enter a name."), ("best", "You have a view of this name.")):
        answer = web.post("/leads/views/new/?grade=B", {"name": name})
        assert answer.status_code == 422
        assert sentence in answer.text
    assert SavedView.objects.count() == 1


def test_a_view_is_deleted_after_a_question(web, view):
    ContactFactory()
    assert "Delete the view Best?" in web.get(f"/leads/views/{view.pk}/delete/").text
    page = web.post(f"/leads/views/{view.pk}/delete/", follow=True)
    assert "deleted. The leads stay." in page.text
    assert not SavedView.objects.exists()


def test_the_views_of_others_are_not_found(web, admin):
    theirs = SavedView.objects.create(list_name="leads", owner=admin, name="Secret", query="")
    assert "Secret" not in web.get("/leads/").text
    for path in ("", "delete/"):
        assert web.get(f"/leads/views/{theirs.pk}/{path}").status_code == 404
    SavedView.objects.update(is_shared=True)
    page = web.get(f"/leads/?view={theirs.pk}&grade=A")
    assert "Secret" in page.text
    assert "Save view" not in page.text
    assert web.post(f"/leads/views/{theirs.pk}/keep/?grade=A", follow=True).status_code == 200
    theirs.refresh_from_db()
    assert theirs.query == ""


def test_an_unknown_view_is_none(web):
    assert web.get("/leads/?view=none").status_code == 200
