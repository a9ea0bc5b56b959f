"""Activities over the API, by the contract."""

from datetime import timedelta

import pytest
from django.test import Client

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.activities.models import Activity
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory

ACTIVITIES = "/api/v1/revops/activities"
KEYS = [
    "id",
    "type",
    "contactId",
    "dealId",
    "outcome",
    "durationMinutes",
    "notes",
    "completedAt",
    "createdAt",
    "subject",
    "dueAt",
    "recurrence",
    "recursUntil",
    "reminderMinutes",
]


def post(client: Client, body: object, **headers: str):
    return client.post(ACTIVITIES, body, content_type="application/json", headers=headers)


def test_what_was_done_is_kept_with_the_keys_of_the_contract(web, rep):
    deal = DealFactory(owner=rep)
    body = {"type": "call", "dealId": str(deal.pk), "outcome": "Reached", "durationMinutes": 12}
    answer = post(web, body)
    told = answer.json()
    assert (answer.status_code, list(told)) == (201, KEYS)
    assert told | body == told
    assert (told["contactId"], told["notes"]) == (None, None)
    deal.refresh_from_db()
    assert deal.last_activity_at == Activity.objects.get().completed_at


def test_what_is_due_is_planned_and_not_done(web, rep):
    deal, due_at = DealFactory(owner=rep), now() + timedelta(days=1)
    told = post(web, {"type": "task", "dealId": str(deal.pk), "dueAt": due_at.isoformat()}).json()
    assert (told["completedAt"], Activity.objects.get().due_at) == (None, due_at)


def test_a_task_needs_no_record_and_may_repeat_and_remind(web, rep):
    due_at = now() + timedelta(days=1)
    plan = {"recurrence": "weekly", "recursUntil": "2099-12-31", "reminderMinutes": 30}
    answer = post(web, {"type": "task", "subject": "Report", "dueAt": due_at.isoformat()} | plan)
    told = answer.json()
    assert (answer.status_code, told["contactId"], told["dealId"]) == (201, None, None)
    assert told | plan | {"subject": "Report"} == told
    assert Activity.objects.get().remind_at == due_at - timedelta(minutes=30)
    refused = post(web, {"type": "call", "subject": "Whom?", "dueAt": due_at.isoformat()})
    assert refused.status_code == 400


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"type": "fax"}, "type"),
        ({"contactId": None}, "dealId"),
        ({"contactId": str(new_id())}, "contactId"),
        ({"dealId": str(new_id())}, "dealId"),
        ({"durationMinutes": -1}, "durationMinutes"),
        ({"assignedRep": str(new_id())}, "assignedRep"),
        ({"completedAt": "2999-01-01T00:00:00Z"}, "completedAt"),
        ({"completedAt": "2026-01-01T00:00:00Z", "dueAt": "2026-01-01T00:00:00Z"}, "dueAt"),
        ({"outcome": "x" * 61}, "outcome"),
    ],
)
def test_a_bad_activity_names_the_key_and_nothing_is_written(web, wrong, key):
    body = {"type": "call", "contactId": str(ContactFactory().pk)} | wrong
    answer = post(web, body)
    assert (answer.status_code, list(answer.json()["details"])) == (400, [key])
    assert not Activity.objects.exists()


def test_a_rep_tells_nothing_about_deals_they_do_not_see(web, colleague):
    deal = DealFactory(owner=colleague)
    answer = post(web, {"type": "note", "dealId": str(deal.pk)})
    assert answer.json()["details"] == {"dealId": [f"There is no deal {deal.pk}."]}


def test_an_activity_that_is_sent_twice_under_one_key_is_kept_once(web, rep):
    body, key = {"type": "note", "dealId": str(DealFactory(owner=rep).pk)}, {"Idempotency-Key": str(new_id())}
    assert post(web, body, **key).json() == post(web, body, **key).json()
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(("sent", "kept"), [(1.5, 2), (2.5, 2), (30, 30), (0.4, 0)])
def test_parts_of_a_minute_are_rounded(web, rep, sent, kept):
    deal = DealFactory(owner=rep)
    answer = post(web, {"type": "call", "dealId": str(deal.pk), "durationMinutes": sent})
    assert (answer.status_code, answer.json()["durationMinutes"]) == (201, kept)
    assert Activity.objects.get().duration_minutes == kept
