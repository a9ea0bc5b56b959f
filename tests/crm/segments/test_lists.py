"""Pages of segments: who opens them, what they cost, how long lists are paged, and the chart of the size."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.accounts.models import Role
from mauntic.crm.models import Segment
from mauntic.crm.segments.models import SegmentDay, SegmentKind
from mauntic.crm.segments.selectors.segments import history
from mauntic.crm.segments.services.by_hand import add_members
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from tests.conftest import ACME_HOST
from tests.crm.queries import counted
from tests.crm.segments.conftest import CEO, members_of
from tests.crm.segments.test_pages import FILLED, text_of
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db


def page_of(segment: Segment, name: str = "segment", *more: object) -> str:
    return reverse(f"crm:{name}", args=[segment.pk, *more])


def cost(client: Client, address: str) -> int:
    client.get(address)
    with counted() as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def add_leads(segment: Segment, count: int) -> list:
    leads = ContactFactory.create_batch(count)
    add_members(segment_id=segment.pk, contact_ids=[lead.pk for lead in leads])
    return leads


def test_strangers_sign_in_first(stranger, by_hand):
    lead = ContactFactory()
    for address in (
        reverse("crm:segments"),
        reverse("crm:segment-new"),
        *(page_of(by_hand, name) for name in ("segment", "segment-edit", "segment-delete")),
    ):
        answer = stranger.get(address)
        assert answer.status_code == 302
        assert "/login/" in answer["Location"]
    assert stranger.post(page_of(by_hand, "segment-remove", lead.pk)).status_code == 302


@pytest.mark.parametrize("role", [Role.REP, Role.MANAGER])
def test_who_does_not_change_segments_sees_no_buttons_for_it(by_hand, make_user, role):
    (lead,) = add_leads(by_hand, 1)
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user(role))
    page = text_of(client.get(page_of(by_hand)))
    assert f'href="{reverse("lead", args=[lead.pk])}"' in page
    for absent in ("segment-edit", "segment-delete"):
        assert page_of(by_hand, absent) not in page
    assert page_of(by_hand, "segment-remove", lead.pk) not in page
    for name in ("segment-edit", "segment-delete"):
        assert client.post(page_of(by_hand, name), FILLED | {"do": "save"}).status_code == 403
    assert client.post(page_of(by_hand, "segment-remove", lead.pk)).status_code == 403
    assert members_of(by_hand) == {lead.pk}


def test_conditions_are_not_overruled_by_hand(ops_web, segment):
    lead = ContactFactory(title="CEO")
    made = segment()
    answer = ops_web.post(page_of(made, "segment-remove", lead.pk), follow=True)
    assert "Conditions decide who is in this segment." in text_of(answer)
    assert members_of(made) == {lead.pk}
    assert page_of(made, "segment-remove", lead.pk) not in text_of(ops_web.get(page_of(made)))


def test_what_is_not_there_is_not_found(ops_web):
    for name in ("segment", "segment-edit", "segment-delete"):
        assert ops_web.get(reverse(f"crm:{name}", args=[new_id()])).status_code == 404
    assert ops_web.post(reverse("crm:segment-remove", args=[new_id(), new_id()])).status_code == 404
    assert ops_web.get(reverse("crm:segment-remove", args=[new_id(), new_id()])).status_code == 405


def test_the_list_costs_as_much_for_many_as_for_few(web, segment):
    used = segment("A")
    naming = {"field": "contact.segment", "operator": "equals", "value": str(used.pk)}
    segment("B", naming)
    few = cost(web, reverse("crm:segments"))
    for number in range(11):
        Segment.objects.create(name=f"B{number}", conditions=naming if number % 2 else CEO)
        Segment.objects.create(name=f"C{number}", kind=SegmentKind.BY_HAND)
    assert cost(web, reverse("crm:segments")) == few


def test_the_page_costs_as_much_for_many_leads_as_for_few(web, by_hand):
    add_leads(by_hand, 2)
    few = cost(web, page_of(by_hand))
    add_leads(by_hand, 20)
    for number in range(1, 30):
        day = now().date() - timedelta(days=number)
        SegmentDay.objects.create(segment=by_hand, day=day, size=number)
    assert cost(web, page_of(by_hand)) == few


def test_long_lists_of_segments_are_paged_by_name(web, acme):
    Segment.objects.bulk_create(
        Segment(name=f"Segment {number:02}", kind=SegmentKind.BY_HAND) for number in range(27)
    )
    first, second = (text_of(web.get(reverse("crm:segments"), {"page": page})) for page in (1, 2))
    assert "1–25 of 27" in first
    assert "Segment 24" in first
    assert "Segment 25" not in first
    assert "Segment 25" in second
    assert "Segment 26" in second
    for odd in ("x", "99", "-1"):
        assert web.get(reverse("crm:segments"), {"page": odd}).status_code == 200


def test_leads_are_walked_by_key_and_back(web, by_hand):
    leads = add_leads(by_hand, 60)
    seen, keys, address = [], {}, page_of(by_hand)
    while True:
        answer = web.get(address, keys)
        seen.append([lead.pk for lead in answer.context["leads"]])
        if not answer.context["keys"].after:
            break
        keys = {"after": answer.context["keys"].after}
    assert len(seen) > 1
    assert [pk for rows in seen for pk in rows] == sorted((lead.pk for lead in leads), reverse=True)
    back = web.get(address, {"before": answer.context["keys"].before})
    assert [lead.pk for lead in back.context["leads"]] == seen[-2]
    assert "60 leads" in text_of(back)
    assert web.get(address, {"after": "nonsense"}).status_code == 200


def test_the_size_of_90_days_is_drawn_from_two_days_on(web, by_hand):
    today, title = now().date(), "Size of the last 90 days"
    SegmentDay.objects.create(segment=by_hand, day=today, size=7)
    assert title not in text_of(web.get(page_of(by_hand)))
    for days, size in ((1, 5), (89, 3), (90, 900), (400, 901)):
        SegmentDay.objects.create(segment=by_hand, day=today - timedelta(days=days), size=size)
    assert [each.size for each in history(by_hand, today)] == [3, 5, 7]
    page = text_of(web.get(page_of(by_hand)))
    assert title in page
    assert "Leads in the segment, by day" in page
    assert "900" not in page


def test_the_size_of_a_day_is_its_last_one_and_joins_add_up(by_hand, ops_web):
    leads = add_leads(by_hand, 3)
    add_leads(by_hand, 1)
    ops_web.post(page_of(by_hand, "segment-remove", leads[0].pk))
    day = by_hand.days.get()
    assert (day.size, day.joined, day.left) == (3, 4, 1)


def test_one_that_is_not_built_yet_says_that_leads_are_counted(web, segment):
    made = segment()
    Segment.objects.filter(pk=made.pk).update(revision=2, size=41)
    page = text_of(web.get(reverse("crm:segments")))
    assert "counting" in page
    assert ">41<" not in page
    assert "The leads are being counted anew." in text_of(web.get(page_of(made)))


def test_nobody_in_it_says_what_to_do(web, segment, by_hand):
    assert "Nobody yet. Select leads in their list" in text_of(web.get(page_of(by_hand)))
    assert "No lead matches at present." in text_of(web.get(page_of(segment())))


def test_names_are_text_on_every_page(ops_web, segment):
    made = segment("<script>alert(1)</script>")
    for address in (
        reverse("crm:segments"),
        *(page_of(made, name) for name in ("segment", "segment-edit", "segment-delete")),
    ):
        page = ops_web.get(address).text
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    "action", ["", "x", "add", "remove:9:9", "remove:x", "add:-1", "save:1", "remove:0:0:0:0"]
)
def test_an_unknown_button_changes_nothing_and_saves_nothing(ops_web, action):
    answer = ops_web.post(reverse("crm:segment-new"), FILLED | {"do": action})
    assert answer.status_code in {200, 422}
    assert not Segment.objects.exists()
    assert 'value="Bosses"' in answer.text


@pytest.mark.parametrize("opened", ["", "x", "0", "-1", "²", "9" * 12])
def test_a_save_without_the_revision_that_was_opened_is_refused(ops_web, segment, opened):
    made = segment()
    before = made.conditions
    sent = FILLED | {"do": "save", "opened": opened, "when-g-0-c-0-value": "VP"}
    answer = ops_web.post(page_of(made, "segment-edit"), sent)
    assert answer.status_code == 422
    assert "Somebody changed this segment meanwhile." in text_of(answer)
    made.refresh_from_db()
    assert made.conditions == before


def test_conditions_too_deep_for_the_form_are_kept_when_the_name_is_saved(ops_web, segment, run_jobs):
    first, second, third = ({**CEO, "value": value} for value in ("Clerk", "Cook", "Driver"))
    deep = {"not": {"any": [{"all": [{"not": first}, {"not": second}, {"any": [third, CEO]}]}, first]}}
    made = segment("Deep", deep)
    before = made.conditions
    assert "nested too deeply to edit here" in text_of(ops_web.get(page_of(made, "segment-edit")))
    sent = {"do": "save", "opened": 1, "name": "Deeper", "kind": "conditions"}
    with run_jobs():
        assert ops_web.post(page_of(made, "segment-edit"), sent).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.conditions, made.revision) == ("Deeper", before, 1)
