"""Activities and committee on the deal's page: by htmx as a part, without it as a page, and back."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages

from mauntic.kernel.clock import now
from revops.activities.models import Activity
from revops.committee.models import CommitteeMember
from revops.deals.models.deals import Deal
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def deal(rep) -> Deal:
    return DealFactory(owner=rep)


def address(deal: Deal, part: str) -> str:
    return f"/revops/deals/{deal.pk}/{part}/"


def messages_of(answer) -> list[tuple[str, str]]:
    return [(str(message), message.extra_tags) for message in get_messages(answer.wsgi_request)]


def test_a_part_comes_alone_for_htmx_and_as_a_page_without(web, deal):
    part, page = (web.get(address(deal, "activities"), headers=headers) for headers in (HTMX, {}))
    assert [answer.content.decode().count("<html") for answer in (part, page)] == [0, 1]


def test_an_activity_is_told_by_the_form_and_the_way_leads_back_to_the_deal(web, deal):
    answer = web.post(address(deal, "activities"), {"type": "call", "outcome": "Reached"})
    assert (answer.status_code, answer["Location"]) == (302, f"/revops/deals/{deal.pk}/")
    assert list(Activity.objects.done().values_list("outcome", "deal")) == [("Reached", deal.pk)]


def test_what_is_due_in_the_past_is_planned_with_a_warning(web, deal):
    due_at = now() - timedelta(days=1)
    answer = web.post(address(deal, "activities"), {"type": "task", "due_at": f"{due_at:%Y-%m-%dT%H:%M}"})
    assert messages_of(answer) == [("Activity scheduled. It is overdue: its due date has passed.", "")]
    assert Activity.objects.get().completed_at is None


@pytest.mark.parametrize(
    ("wrong", "field"), [({"type": "fax"}, "type"), ({"duration_minutes": "-1"}, "duration_minutes")]
)
def test_a_wrong_field_is_shown_beside_itself(web, deal, wrong, field):
    answer = web.post(address(deal, "activities"), {"type": "call"} | wrong, headers=HTMX)
    assert (answer.status_code, list(answer.context["activity_form"].errors)) == (422, [field])
    assert not Activity.objects.exists()


def test_a_task_that_is_done_says_how_to_take_that_back(web, deal, rep):
    task = Activity.objects.create(deal=deal, type="task", subject="Offer", owner=rep, due_at=now())
    answer = web.post(f"/revops/activities/{task.pk}/done/", {"next": "/"})
    undo = f"/revops/activities/{task.pk}/reopen/"
    assert (answer["Location"], messages_of(answer)) == ("/", [('"Offer" completed.', undo)])
    web.post(undo, {"next": "/"})
    task.refresh_from_db()
    assert task.completed_at is None


def test_a_task_is_put_off_and_handed_over_on_its_page(web, deal, rep, colleague):
    task = Activity.objects.create(deal=deal, type="task", owner=rep, due_at=now())
    page = f"/revops/activities/{task.pk}/"
    assert web.get(page).status_code == 200
    web.post(f"{page}date/", {"due_at": "2030-01-02T03:04"})
    web.post(f"{page}owner/", {"owner": str(colleague.pk)})
    task.refresh_from_db()
    assert (f"{task.due_at:%Y-%m-%d %H:%M}", task.owner) == ("2030-01-02 03:04", colleague)
    assert web.post(f"{page}date/", {"due_at": "soon"}).status_code == 422


def test_nobody_is_led_away_from_here(web, deal, rep):
    task = Activity.objects.create(deal=deal, type="task", owner=rep)
    answer = web.post(f"/revops/activities/{task.pk}/done/", {"next": "https://evil.example/"})
    assert answer["Location"] == f"/revops/deals/{deal.pk}/"


def test_somebody_is_added_to_the_committee_by_the_address(web, deal):
    other = ContactFactory(email="bob@other.example")
    web.post(address(deal, "committee"), {"email": "Bob@other.example", "role": "champion"})
    assert list(CommitteeMember.objects.values_list("contact", "role")) == [(other.pk, "champion")]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "__all__"),
        ({"email": "nobody@x.example"}, "email"),
        ({"email": "nobody@x.example", "contact": "colleague"}, "__all__"),
        ({"contact": "stranger"}, "contact"),
    ],
)
def test_exactly_one_lead_is_added(web, deal, given, field):
    known = {"colleague": ContactFactory(company=deal.company), "stranger": ContactFactory()}
    chosen = {"contact": str(known[given["contact"]].pk)} if "contact" in given else {}
    answer = web.post(address(deal, "committee"), {"role": "other"} | given | chosen, headers=HTMX)
    assert (answer.status_code, field in answer.context["member_form"].errors) == (422, True)
    assert not CommitteeMember.objects.exists()


def test_a_member_gets_a_role_leaves_and_comes_back(web, deal):
    member = f"/revops/deals/{deal.pk}/committee/{deal.contact_id}"
    web.post(f"{member}/role/", {"role": "economic_buyer"})
    web.post(f"{member}/left/")
    (row,) = CommitteeMember.objects.all()
    assert (row.role, row.left_at is None) == ("economic_buyer", False)
    answer = web.post(f"{member}/back/", headers=HTMX)
    row.refresh_from_db()
    assert (answer["HX-Trigger"], row.left_at) == ('{"deal-changed": {}}', None)


def test_a_part_takes_as_many_queries_however_much_it_shows(web, deal, rep, django_assert_num_queries):
    web.get(address(deal, "activities"))
    with django_assert_num_queries(12):
        web.get(address(deal, "activities"), headers=HTMX)
    for _ in range(3):
        Activity.objects.create(deal=deal, type="call", owner=rep, completed_at=now())
    with django_assert_num_queries(12):
        web.get(address(deal, "activities"), headers=HTMX)
