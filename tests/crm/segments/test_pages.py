"""The pages of segments: list, one segment, form, deletion."""

import pytest
from django.urls import reverse

from mauntic.crm.models import Segment
from mauntic.crm.segments.services.by_hand import add_members
from tests.crm.segments.conftest import members_of
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
FILLED = {
    "name": "Bosses",
    "description": "For the dinner",
    "kind": "conditions",
    "when-match": "all",
    "when-g-0-match": "all",
    "when-g-0-c-0-field": "contact.title",
    "when-g-0-c-0-operator": "equals",
    "when-g-0-c-0-value": "CEO",
}


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_a_segment_is_made_seen_and_deleted(ops_web, run_jobs):
    boss = ContactFactory(title="CEO", last_name="Boss")
    assert "No segments yet" in text_of(ops_web.get(reverse("crm:segments")))
    with run_jobs():
        answer = ops_web.post(reverse("crm:segment-new"), FILLED | {"do": "save"}, follow=True)
    assert "Segment &quot;Bosses&quot; saved." in text_of(answer)
    segment = Segment.objects.get()
    page = text_of(ops_web.get(reverse("crm:segment", args=[segment.pk])))
    assert "Job title is CEO" in page
    assert f'href="{reverse("lead", args=[boss.pk])}"' in page
    assert "1 lead" in page
    assert "Bosses" in text_of(ops_web.get(reverse("crm:segments")))
    gone = reverse("crm:segment-delete", args=[segment.pk])
    assert "Its leads stay." in text_of(ops_web.get(gone))
    assert "Its leads stay." in text_of(ops_web.post(gone, follow=True))
    assert not Segment.objects.exists()


def test_bad_input_stays_in_the_form_with_its_sentence(ops_web):
    answer = ops_web.post(reverse("crm:segment-new"), FILLED | {"do": "save", "name": " "})
    assert answer.status_code == 422
    assert "Enter a name." in text_of(answer)
    answer = ops_web.post(
        reverse("crm:segment-new"), {"do": "save", "name": "None", "kind": "conditions", "when-match": "all"}
    )
    assert answer.status_code == 422
    assert not Segment.objects.exists()


def test_two_tabs_do_not_overwrite_each_other(ops_web, segment):
    made = segment()
    address = reverse("crm:segment-edit", args=[made.pk])
    assert "CEO" in text_of(ops_web.get(address))
    changed = FILLED | {"do": "save", "opened": 1, "when-g-0-c-0-value": "VP"}
    assert ops_web.post(address, changed).status_code == 302
    answer = ops_web.post(address, changed | {"when-g-0-c-0-value": "CFO"})
    assert answer.status_code == 422
    assert "Somebody changed this segment meanwhile." in text_of(answer)


def test_a_lead_is_taken_out_by_hand(ops_web, by_hand):
    contact = ContactFactory()
    add_members(segment_id=by_hand.pk, contact_ids=[contact.pk])
    ops_web.post(reverse("crm:segment-remove", args=[by_hand.pk, contact.pk]))
    assert members_of(by_hand) == set()


def test_one_in_use_says_by_what(ops_web, segment):
    used = segment()
    segment("Guests", {"field": "contact.segment", "operator": "equals", "value": str(used.pk)})
    page = text_of(ops_web.get(reverse("crm:segment-delete", args=[used.pk])))
    assert "Segment &quot;Guests&quot;" in page
    answer = ops_web.post(reverse("crm:segment-delete", args=[used.pk]), follow=True)
    assert "uses this segment" in text_of(answer)


def test_a_broken_segment_says_why(ops_web, segment):
    made = segment()
    Segment.objects.update(conditions={"field": "contact.moon", "operator": "is_set"})
    for name, arguments in (
        ("crm:segment", [made.pk]),
        ("crm:segments", []),
        ("crm:segment-edit", [made.pk]),
    ):
        assert "contact.moon" in text_of(ops_web.get(reverse(name, args=arguments)))


def test_reps_read_and_ops_change(web, segment):
    made = segment()
    assert web.get(reverse("crm:segment", args=[made.pk])).status_code == 200
    assert web.get(reverse("crm:segment-new")).status_code == 403
    assert web.post(reverse("crm:segment-delete", args=[made.pk])).status_code == 403
    assert "New segment" not in text_of(web.get(reverse("crm:segments")))
