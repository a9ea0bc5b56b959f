"""The API of segments: who may do what, what is refused and why, and pages of lists."""

import json

import pytest
from django.test import Client

from mauntic.accounts.models import Role
from mauntic.accounts.services import create_api_key
from mauntic.crm.models import Segment
from mauntic.crm.segments.models import SegmentKind
from mauntic.crm.segments.services.by_hand import add_members
from mauntic.kernel.ids import new_id
from mauntic.tenants.context import entered
from tests.conftest import ACME_HOST, GLOBEX_HOST
from tests.crm.queries import counted
from tests.crm.segments.conftest import CEO, members_of
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/crm/segments"
JSON = "application/json"
MADE = {"name": "Made", "conditions": CEO}


def asked(client, method, path="", body=None):
    return getattr(client, method)(f"{ROOT}{path}", body, content_type=JSON)


def calls(segment) -> list[tuple[str, str, object]]:
    """Each call that changes something."""
    return [
        ("post", "", MADE),
        ("put", f"/{segment.pk}", MADE),
        ("delete", f"/{segment.pk}", None),
        ("post", f"/{segment.pk}/members", {"add": [str(ContactFactory().pk)]}),
    ]


@pytest.mark.parametrize("role", [Role.REP, Role.MANAGER])
def test_only_ops_and_admins_change_segments(by_hand, make_user, role):
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user(role))
    for call in calls(by_hand):
        answer = asked(client, *call)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), call
    for path in ("", f"/{by_hand.pk}", f"/{by_hand.pk}/members"):
        assert asked(client, "get", path).status_code == 200
    assert Segment.objects.get().name == "Guests"
    assert members_of(by_hand) == set()


def test_strangers_see_nothing(stranger, by_hand):
    reads = [("get", path, None) for path in ("", f"/{by_hand.pk}", f"/{by_hand.pk}/members")]
    for call in [*reads, *calls(by_hand)]:
        assert asked(stranger, *call).status_code == 401, call
    assert Segment.objects.get().name == "Guests"


def test_another_organization_finds_none_of_them(by_hand, globex, django_user_model):
    with entered(globex):
        theirs = django_user_model.objects.create_user("a@globex.example", "a password", role=Role.ADMIN)
        client = Client(headers={"host": GLOBEX_HOST})
        client.force_login(theirs)
    assert asked(client, "get").json()["data"] == []
    reads = [("get", path, None) for path in (f"/{by_hand.pk}", f"/{by_hand.pk}/members")]
    for call in [*reads, *calls(by_hand)[1:]]:
        assert asked(client, *call).status_code == 404, call
    with entered("acme"):
        assert Segment.objects.get() == by_hand


@pytest.mark.parametrize(("scope", "status"), [("crm:read", 403), ("crm:write", 201)])
def test_a_key_writes_by_its_scope(ops, run_jobs, scope, status):
    secret = create_api_key(user=ops, name="sync", scopes=["crm:read", scope])[1]
    client = Client(headers={"host": ACME_HOST, "authorization": f"Bearer {secret}"})
    with run_jobs():
        assert client.post(ROOT, json.dumps(MADE), content_type=JSON).status_code == status
    assert client.get(ROOT).json()["total"] == (1 if status == 201 else 0)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": None}, "name"),
        ({"name": "Made\x00"}, "name"),
        ({"name": "GUESTS"}, "name"),
        ({"description": "x" * 501}, "description"),
        ({"kind": "magic"}, "kind"),
        ({"kind": "by_hand"}, "conditions"),
        ({"conditions": {}}, "conditions"),
        ({"conditions": []}, "conditions"),
        ({"conditions": "all"}, "conditions"),
        ({"conditions": {"any": [CEO, {**CEO, "operator": "overdue"}]}}, "conditions.any[1].operator"),
        ({"conditions": {"all": [CEO, {**CEO, "value": "VP"}]}}, "conditions"),
        ({"size": 7}, "size"),
        ({"members": []}, "members"),
    ],
)
def test_a_wrong_part_is_named(ops_web, by_hand, wrong, field):
    answer = asked(ops_web, "post", "", {**MADE, **wrong})
    assert answer.status_code == 400
    assert list(answer.json()["details"]) == [field]
    assert all(answer.json()["details"][field])
    assert Segment.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"add": ["1"]}, "add"),
        ({"add": "all"}, "add"),
        ({"add": [str(new_id())] * 1_001}, "add"),
        ({"remove": [None]}, "remove"),
        ({"set": []}, "set"),
    ],
)
def test_wrong_members_are_refused(ops_web, by_hand, body, field):
    answer = asked(ops_web, "post", f"/{by_hand.pk}/members", body)
    assert answer.status_code == 400
    assert [key.split("[")[0].split(".")[0] for key in answer.json()["details"]] == [field]


def test_naming_a_lead_twice_adds_it_once_and_nothing_is_no_error(ops_web, by_hand):
    lead = str(ContactFactory().pk)
    path = f"/{by_hand.pk}/members"
    assert asked(ops_web, "post", path, {"add": [lead, lead]}).json() == {"added": 1, "removed": 0}
    assert asked(ops_web, "post", path, {"add": [lead]}).json() == {"added": 0, "removed": 0}
    assert asked(ops_web, "post", path, {}).json() == {"added": 0, "removed": 0}


def test_an_unknown_lead_adds_none_and_removes_none(ops_web, by_hand):
    inside, outside = ContactFactory.create_batch(2)
    add_members(segment_id=by_hand.pk, contact_ids=[inside.pk])
    body = {"add": [str(outside.pk), str(new_id())], "remove": [str(inside.pk)]}
    answer = asked(ops_web, "post", f"/{by_hand.pk}/members", body)
    assert (answer.status_code, answer.json()["message"]) == (404, "This lead was deleted.")
    assert members_of(by_hand) == {inside.pk}


def test_members_of_conditions_are_not_chosen(ops_web, segment):
    answer = asked(ops_web, "post", f"/{segment().pk}/members", {"add": [str(ContactFactory().pk)]})
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert answer.json()["message"].startswith("Conditions decide who is in this segment.")


def test_one_in_use_is_not_deleted_and_says_by_what(ops_web, segment):
    used = segment()
    segment("Invited", {"field": "contact.segment", "operator": "equals", "value": str(used.pk)})
    answer = asked(ops_web, "delete", f"/{used.pk}")
    assert answer.status_code == 409
    assert answer.json()["message"] == 'Segment "Invited" uses this segment. Change that first.'


def test_the_kind_stays(ops_web, by_hand):
    answer = asked(ops_web, "put", f"/{by_hand.pk}", MADE)
    assert list(answer.json()["details"]) == ["conditions"]
    answer = asked(ops_web, "put", f"/{by_hand.pk}", {**MADE, "kind": "conditions"})
    assert list(answer.json()["details"]) == ["kind"]
    for renamed in ({"name": "Friends", "kind": "by_hand"}, {"name": "Friends"}):
        assert asked(ops_web, "put", f"/{by_hand.pk}", renamed).json()["name"] == "Friends"


def test_new_conditions_are_not_current_until_a_worker_has_decided(ops_web, segment, run_jobs):
    ContactFactory(title="CEO")
    made = segment()
    with run_jobs():
        body = {"name": "Bosses", "conditions": {**CEO, "value": "VP"}}
        before = asked(ops_web, "put", f"/{made.pk}", body).json()
    after = asked(ops_web, "get", f"/{made.pk}").json()
    assert [(each["isCurrent"], each["size"]) for each in (before, after)] == [(False, 1), (True, 0)]


def test_what_is_not_there_is_not_found(ops_web, by_hand):
    for path in (f"/{new_id()}", f"/{new_id()}/members", "?page=2", f"/{by_hand.pk}/members?page=2"):
        assert asked(ops_web, "get", path).status_code == 404, path


def test_members_are_walked_by_cursor_without_drift(ops_web, by_hand):
    leads = ContactFactory.create_batch(7)
    add_members(segment_id=by_hand.pk, contact_ids=[lead.pk for lead in leads])
    path, seen, cursor = f"/{by_hand.pk}/members?limit=3", [], ""
    while True:
        page = asked(ops_web, "get", f"{path}&cursor={cursor}" if cursor else path).json()
        seen += [row["id"] for row in page["data"]]
        cursor = page["nextCursor"]
        if len(seen) == 3:
            asked(ops_web, "post", f"/{by_hand.pk}/members", {"remove": [seen[0]]})
        if not cursor:
            break
    assert seen == [str(lead.pk) for lead in leads]
    assert page["total"] == 6


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "cursor=x", "page=0", "page=1&cursor=x", "sort=size"]
)
def test_a_page_that_cannot_be_asked_for_is_refused(ops_web, by_hand, query):
    for path in ("", f"/{by_hand.pk}/members"):
        answer = asked(ops_web, "get", f"{path}?{query}")
        assert answer.status_code == 400, path


def test_long_lists_cost_as_many_queries_as_short_ones(ops_web, by_hand):
    costs = []
    for size in (2, 15):
        add_members(
            segment_id=by_hand.pk, contact_ids=[lead.pk for lead in ContactFactory.create_batch(size)]
        )
        Segment.objects.bulk_create(
            Segment(name=f"{size}-{each}", kind=SegmentKind.BY_HAND) for each in range(size)
        )
        for path in ("", f"/{by_hand.pk}/members"):
            asked(ops_web, "get", path)
            with counted() as queries:
                asked(ops_web, "get", path)
            costs.append(len(queries))
    assert costs[:2] == costs[2:]
