"""Views are saved, changed, shared and deleted by whose they are."""

import pytest

from mauntic.crm.lists.models import DefaultView, SavedView
from mauntic.crm.lists.selectors.views import default_view, view_named, views_of
from mauntic.crm.lists.services.saving import (
    MOST_VIEWS,
    ViewDraft,
    change_query,
    change_view,
    delete_view,
    save_view,
)
from mauntic.kernel.errors import Invalid, NotAllowed, NotFound
from mauntic.kernel.ids import new_id
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(acme, rep):
    def save(name="Hot ones", query="grade=A", by=rep, **rest):
        return save_view(list_name="leads", draft=ViewDraft(name=name, query=query, **rest), by=by)

    return save


@pytest.fixture
def other(make_user):
    return make_user("manager", name="Mo Other")


def test_a_new_view_never_overwrites_another(save, other):
    first = save()
    with pytest.raises(Invalid, match="You have a view of this name"):
        save("hot ONES", "grade=B")
    first.refresh_from_db()
    assert first.query == "grade=A"
    assert save(by=other).pk != first.pk


def test_others_see_what_is_shared_and_change_nothing_of_it(save, rep, other):
    mine, shared = save("Mine"), save("Ours", is_shared=True)
    seen = views_of("leads", other, opened=str(shared.pk), query="grade=B")
    assert (list(seen.mine), list(seen.shared), seen.current) == ([], [shared], shared)
    assert (seen.is_changed, seen.may_save) == (True, False)
    draft = ViewDraft(name="Theirs", query="")
    with pytest.raises(NotAllowed, match="Save it as one of your own"):
        change_view(view_id=shared.pk, draft=draft, by=other)
    for call in (change_view, change_query, delete_view):
        given = {"draft": draft} if call is change_view else {"query": ""} if call is change_query else {}
        with pytest.raises(NotFound):
            call(view_id=mine.pk, by=other, **given)
    with pytest.raises(NotFound):
        view_named(mine.pk, other)
    assert view_named(mine.pk, rep) == mine


def test_ops_change_what_is_shared(save, admin):
    shared = save(is_shared=True)
    change_query(view_id=shared.pk, query="grade=B", by=admin)
    delete_view(view_id=shared.pk, by=admin)
    assert not SavedView.objects.exists()


def test_a_list_opens_with_one_view_of_each_person(save, rep, other):
    first = save(is_default=True, is_shared=True)
    second = save("Second", is_default=True)
    assert default_view("leads", rep) == second
    assert default_view("leads", other) is None
    change_query(view_id=second.pk, query="grade=C", by=rep)
    assert default_view("leads", rep).query == "grade=C"
    change_view(view_id=second.pk, draft=ViewDraft(name="Second", query=""), by=rep)
    assert default_view("leads", rep) is None
    assert first.pk
    delete_view(view_id=second.pk, by=rep)
    assert not DefaultView.objects.exists()


def test_a_view_that_is_no_longer_shared_opens_no_list_of_others(save, rep, other):
    shared = save(is_shared=True)
    DefaultView.objects.create(person=other, list_name="leads", view=shared)
    assert default_view("leads", other) == shared
    change_view(view_id=shared.pk, draft=ViewDraft(name="Hot ones", query=""), by=rep)
    assert default_view("leads", other) is None


@pytest.mark.parametrize(
    ("name", "query"), [(" ", ""), ("x" * 81, ""), ("a\0", ""), ("ok", "q=" + "x" * 2_000)]
)
def test_what_cannot_be_kept_is_refused(save, name, query):
    with pytest.raises(Invalid):
        save(name, query)
    assert not SavedView.objects.exists()


def test_a_person_has_at_most_a_hundred(save, rep):
    SavedView.objects.bulk_create(
        SavedView(list_name="leads", owner=rep, name=str(number)) for number in range(MOST_VIEWS)
    )
    with pytest.raises(Invalid, match="at most 100 views"):
        save()


def test_a_view_that_is_gone_is_told_of(acme, rep):
    with pytest.raises(NotFound, match="This view was deleted"):
        change_query(view_id=new_id(), query="", by=rep)
    assert views_of("leads", rep, opened="no id", query="").current is None


def test_many_views_cost_one_query(save, rep):
    save()
    for_one = queries_of(lambda: views_of("leads", rep, opened="", query=""))
    for number in range(5):
        save(str(number), is_shared=True)
    assert queries_of(lambda: views_of("leads", rep, opened="", query="")) == for_one == 1
