"""Rows that a person selected: those ticked, or all that match."""

import pytest
from django.http import QueryDict

from mauntic.crm.models import Contact
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.selection import Selection, selected
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.usefixtures("acme")


def named(filters: QueryDict):
    return Contact.objects.filter(first_name=filters["name"])


def test_ticked_rows_are_those_that_were_sent():
    ann = ContactFactory()
    selection = selected(QueryDict(f"ids={ann.pk}&ids=nonsense&query=name%3DBob"), named)
    assert selection == Selection([ann.pk])
    assert selection.address("/to/", owner="1") == f"/to/?ids={ann.pk}&owner=1"


def test_all_that_match_are_found_by_the_filters_and_not_by_the_ticks():
    ann, bob = ContactFactory(first_name="Ann"), ContactFactory(first_name="Bob")
    selection = selected(QueryDict(f"matching=1&query=name%3DBob&ids={ann.pk}"), named)
    assert (selection.ids, selection.is_matching) == ([bob.pk], True)
    assert selection.address("/to/") == "/to/?matching=1&query=name%3DBob"


@pytest.mark.parametrize("given", ["", "ids=nonsense", "matching=1&query=name%3DNobody"])
def test_nothing_selected_is_refused(given):
    with pytest.raises(Invalid, match="Select at least one row"):
        selected(QueryDict(given), named)


def test_more_than_the_ceiling_is_refused(monkeypatch):
    monkeypatch.setattr("mauntic.kernel.pages.selection.MOST", 1)
    ContactFactory.create_batch(2, first_name="Ann")
    with pytest.raises(Invalid, match="at most 1 rows at once"):
        selected(QueryDict("matching=1&query=name%3DAnn"), named)
