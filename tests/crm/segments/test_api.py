"""The API of segments."""

import pytest

from mauntic.crm.models import Segment
from tests.crm.segments.conftest import CEO, members_of
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/crm/segments"
JSON = "application/json"


def test_a_segment_is_created_read_changed_and_deleted(ops_web, run_jobs):
    boss = ContactFactory(title="CEO")
    with run_jobs():
        made = ops_web.post(ROOT, {"name": "Bosses", "conditions": CEO}, content_type=JSON)
    assert made.status_code == 201
    address = f"{ROOT}/{made.json()['id']}"
    assert ops_web.get(address).json() | {"size": 1, "isCurrent": True} == ops_web.get(address).json()
    (row,) = ops_web.get(f"{address}/members").json()["data"]
    assert row["id"] == str(boss.pk)
    with run_jobs():
        body = {"name": "Deputies", "conditions": {**CEO, "value": "VP"}}
        assert ops_web.put(address, body, content_type=JSON).json()["name"] == "Deputies"
    assert ops_web.get(address).json()["size"] == 0
    assert [each["name"] for each in ops_web.get(ROOT).json()["data"]] == ["Deputies"]
    assert ops_web.delete(address).status_code == 204
    assert ops_web.get(address).status_code == 404


def test_people_decide_by_requests(ops_web, by_hand):
    first, second = ContactFactory.create_batch(2)
    address = f"{ROOT}/{by_hand.pk}/members"
    answer = ops_web.post(address, {"add": [str(first.pk), str(second.pk)]}, content_type=JSON)
    assert answer.json() == {"added": 2, "removed": 0}
    answer = ops_web.post(address, {"remove": [str(first.pk)]}, content_type=JSON)
    assert answer.json() == {"added": 0, "removed": 1}
    assert members_of(by_hand) == {second.pk}
    answer = ops_web.post(address, {"add": [str(first.pk)], "remove": [str(first.pk)]}, content_type=JSON)
    assert (answer.status_code, list(answer.json()["details"])) == (400, ["remove"])


def test_errors_name_the_part(ops_web):
    bad = {"field": "contact.moon", "operator": "is_set"}
    answer = ops_web.post(ROOT, {"name": "Moon", "conditions": {"all": [bad]}}, content_type=JSON)
    assert answer.status_code == 400
    assert list(answer.json()["details"]) == ["conditions.all[0].field"]
    assert not Segment.objects.exists()


def test_reps_do_not_change_them(web):
    assert web.post(ROOT, {"name": "Bosses", "conditions": CEO}, content_type=JSON).status_code == 403
