"""Deals over the API, by the contract."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mauntic.kernel.ids import new_id
from revops.deals.models.deals import Deal, DealChange
from revops.deals.services.create import change_deals
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory

DEALS = "/api/v1/revops/deals"
KEYS = [
    "id",
    "contactId",
    "accountId",
    "name",
    "stage",
    "value",
    "probability",
    "priority",
    "assignedRep",
    "expectedCloseAt",
    "closedAt",
    "createdAt",
]


@pytest.fixture
def managing(manager) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(manager)
    return client


@pytest.fixture
def deal(rep) -> Deal:
    return DealFactory(owner=rep)


def send(client: Client, method: str, path: str, body: object, **headers: str):
    return getattr(client, method)(path, body, content_type="application/json", headers=headers)


def move(client: Client, deal: Deal, body: object, **headers: str):
    return send(client, "put", f"{DEALS}/{deal.pk}/stage", body, **headers)


def test_a_deal_has_the_keys_of_the_contract_and_numbers_are_numbers(web, rep):
    made = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    deal = DealFactory(
        owner=rep, name="Wire", expected_close_on=date(2026, 5, 1), created_at=made, value=Decimal("12.50")
    )
    answer = web.get(f"{DEALS}/{deal.pk}")
    assert (list(answer.json()), answer.json()) == (
        KEYS,
        {
            "id": str(deal.pk),
            "contactId": str(deal.contact_id),
            "accountId": str(deal.company_id),
            "name": "Wire",
            "stage": "prospecting",
            "value": 12.5,
            "probability": 0.1,
            "priority": "medium",
            "assignedRep": str(rep.pk),
            "expectedCloseAt": "2026-05-01T00:00:00Z",
            "closedAt": None,
            "createdAt": "2026-03-04T05:06:07Z",
        },
    )
    assert answer["ETag"] == '"1"'


def test_a_deal_that_is_not_there_is_a_404_with_error(web):
    answer = web.get(f"{DEALS}/{new_id()}")
    assert (answer.status_code, sorted(answer.json())) == (404, ["code", "details", "error", "message"])


def test_deals_are_listed_by_stage_and_rep_the_newest_first(web, rep, colleague):
    first, second, third = (
        DealFactory(owner=rep, created_at=datetime(2026, 1, day, tzinfo=UTC)) for day in (1, 2, 3)
    )
    DealFactory(owner=rep, stage="demo", probability=0.5)
    DealFactory(owner=colleague)
    url = f"{DEALS}?stage=prospecting&assignedRep={rep.pk}"
    assert [row["id"] for row in web.get(url).json()] == [str(each.pk) for each in (third, second, first)]
    assert [row["id"] for row in web.get(f"{url}&limit=1&offset=1").json()] == [str(second.pk)]


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("stage=sold", "stage"),
        ("limit=101", "limit"),
        ("offset=-1", "offset"),
        ("rep=1", "rep"),
        ("assignedRep=x", "assignedRep"),
    ],
)
def test_a_wrong_filter_is_named(web, query, key):
    answer = web.get(f"{DEALS}?{query}")
    assert (answer.status_code, list(answer.json()["details"])) == (400, [key])


def test_a_list_of_deals_takes_as_many_queries_however_long_it_is(web, rep, django_assert_num_queries):
    DealFactory.create_batch(3, owner=rep)
    with django_assert_num_queries(7):
        web.get(DEALS)
    DealFactory.create_batch(5, owner=rep)
    with django_assert_num_queries(7):
        web.get(DEALS)


def test_a_deal_is_made_for_who_asks_with_the_contacts_company(web, rep):
    contact = ContactFactory()
    body = {
        "contactId": str(contact.pk),
        "name": "Wire",
        "value": 99.5,
        "expectedCloseAt": "2026-12-24T18:00:00Z",
    }
    answer = send(web, "post", DEALS, body)
    deal = Deal.objects.get()
    assert (answer.status_code, answer.json()["id"]) == (201, str(deal.pk))
    assert (deal.value, deal.company, deal.owner, deal.expected_close_on) == (
        Decimal("99.5"),
        contact.company,
        rep,
        date(2026, 12, 24),
    )


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"contactId": str(new_id())}, "contactId"),
        ({"accountId": str(new_id())}, "accountId"),
        ({"assignedRep": str(new_id())}, "assignedRep"),
        ({"name": ""}, "name"),
        ({"value": -1}, "value"),
        ({"currency": "XXY"}, "currency"),
        ({"priority": "huge"}, "priority"),
        ({"stage": "closed_won"}, "stage"),
        ({"expectedCloseAt": "soon"}, "expectedCloseAt"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_bad_deal_names_the_key_and_nothing_is_written(web, wrong, key):
    body = {"contactId": str(ContactFactory().pk), "name": "Wire"} | wrong
    answer = send(web, "post", DEALS, body)
    assert (answer.status_code, list(answer.json()["details"])) == (400, [key])
    assert not Deal.objects.exists()


def test_a_deal_that_is_sent_twice_under_one_key_is_made_once(web):
    body = {"contactId": str(ContactFactory().pk), "name": "Wire"}
    key = {"Idempotency-Key": str(new_id())}
    answers = [send(web, "post", DEALS, body, **key) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert Deal.objects.count() == 1


def test_every_writable_field_is_changed(web, rep, colleague, deal):
    contact = ContactFactory()
    body = {
        "name": "Cable",
        "value": 5,
        "currency": "EUR",
        "priority": "high",
        "contactId": str(contact.pk),
        "accountId": None,
        "expectedCloseAt": "2026-10-01",
        "probability": 0.4,
        "assignedRep": str(colleague.pk),
    }
    answer = send(web, "patch", f"{DEALS}/{deal.pk}", body)
    told = body | {"expectedCloseAt": "2026-10-01T00:00:00Z"}
    del told["currency"]
    assert {key: answer.json()[key] for key in told} == told
    assert DealChange.objects.filter(deal=deal).count() == len(body)


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({}, "name"),
        ({"stage": "demo"}, "stage"),
        ({"assignedRep": str(new_id())}, "assignedRep"),
        ({"probability": 2}, "probability"),
    ],
)
def test_a_bad_change_names_the_key(web, deal, wrong, key):
    answer = send(web, "patch", f"{DEALS}/{deal.pk}", wrong)
    assert (answer.status_code, list(answer.json()["details"])) == (400, [key])


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-12-31T00:00:00+02:00", date(2026, 12, 31)),
        ("2026-12-31T23:30:00-08:00", date(2026, 12, 31)),
        ("2026-12-31T00:00:00+14:00", date(2026, 12, 31)),
        ("2026-12-31T23:59:59Z", date(2026, 12, 31)),
        ("2026-12-31T00:00", date(2026, 12, 31)),
        ("2026-12-31", date(2026, 12, 31)),
    ],
)
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_an_expected_close_is_the_day_that_is_written_whatever_its_offset(web, rep, deal, written, day, zone):
    rep.time_zone = zone
    rep.save()
    answer = send(web, "patch", f"{DEALS}/{deal.pk}", {"expectedCloseAt": written})
    deal.refresh_from_db()
    assert (answer.json()["expectedCloseAt"], deal.expected_close_on) == ("2026-12-31T00:00:00Z", day)
    made = {"contactId": str(ContactFactory(owner=rep).pk), "name": "Wire", "value": 1, "stage": "demo"}
    answer = send(web, "post", DEALS, made | {"expectedCloseAt": written})
    assert answer.json()["expectedCloseAt"] == "2026-12-31T00:00:00Z"


def test_who_has_not_seen_the_latest_version_is_told(web, deal):
    url, seen = f"{DEALS}/{deal.pk}", {"If-Match": '"1"'}
    assert send(web, "patch", url, {"value": 1}, **seen)["ETag"] == '"2"'
    assert send(web, "patch", url, {"value": 2}, **seen).status_code == 409
    assert move(web, deal, {"stage": "demo"}, **seen).status_code == 409
    assert send(web, "patch", url, {"value": 2}, **{"If-Match": "new"}).status_code == 400
    deal.refresh_from_db()
    assert (deal.value, deal.stage) == (1, "prospecting")


def test_a_deal_moves_and_a_move_to_where_it_is_changes_nothing(web, deal):
    answers = [move(web, deal, {"stage": "proposal"}) for _ in range(2)]
    assert [(answer.status_code, answer["ETag"]) for answer in answers] == [(200, '"2"'), (200, '"2"')]
    assert answers[0].json()["probability"] == 0.75


def test_a_move_that_is_not_allowed_is_a_409_that_says_what_is_missing(web, rep, deal):
    assert move(web, deal, {"stage": "sold"}).status_code == 400
    refused = move(web, deal, {"stage": "closed_lost"})
    assert (refused.status_code, list(refused.json()["details"])) == (409, ["lostReason"])
    assert move(web, DealFactory(owner=rep, value=0), {"stage": "closed_won"}).status_code == 409
    lost = move(web, deal, {"stage": "closed_lost", "lostReason": "Price"})
    assert (lost.status_code, lost.json()["closedAt"] is None) == (200, False)
    assert move(web, deal, {"stage": "demo"}).status_code == 409


def test_the_value_of_a_closed_deal_is_a_managers_to_change(web, managing, rep, manager):
    deal = DealFactory(
        owner=None, stage="closed_won", closed_at=datetime(2026, 1, 1, tzinfo=UTC), probability=1
    )
    theirs = DealFactory(
        owner=rep, stage="closed_won", closed_at=datetime(2026, 1, 1, tzinfo=UTC), probability=1
    )
    assert send(web, "patch", f"{DEALS}/{theirs.pk}", {"value": 5}).status_code == 403
    assert send(web, "patch", f"{DEALS}/{theirs.pk}", {"name": "Was won"}).status_code == 200
    assert send(managing, "patch", f"{DEALS}/{deal.pk}", {"value": 0}).status_code == 400
    assert send(managing, "patch", f"{DEALS}/{deal.pk}", {"value": 5}).json()["value"] == 5


def test_a_deal_whose_contact_was_deleted_lists_with_an_empty_contact_id(web, rep):
    deal = DealFactory(owner=rep, contact=None, company=None)
    assert web.get(f"{DEALS}/{deal.pk}").json()["contactId"] == ""
    assert [row["contactId"] for row in web.get(DEALS).json()] == [""]


@pytest.mark.parametrize(("sent", "kept"), [(1.005, 1.0), (1.015, 1.02), (0.1 + 0.2, 0.3), (7, 7)])
def test_a_value_is_rounded_to_cents_and_not_refused(web, sent, kept):
    body = {"contactId": str(ContactFactory().pk), "name": "A deal", "value": sent}
    answer = send(web, "post", DEALS, body)
    assert (answer.status_code, answer.json()["value"]) == (201, kept)
    changed = send(web, "patch", f"{DEALS}/{answer.json()['id']}", {"value": sent})
    assert (changed.status_code, changed.json()["value"]) == (200, kept)


def test_words_are_taken_in_any_case(web):
    body = {"contactId": str(ContactFactory().pk), "name": "A deal", "priority": "HIGH"}
    assert send(web, "post", DEALS, body).json()["priority"] == "high"
    assert [row["priority"] for row in web.get(f"{DEALS}?stage=Prospecting").json()] == ["high"]


def test_a_version_of_thousands_of_digits_is_refused(web, rep):
    deal = DealFactory(owner=rep)
    answer = web.patch(
        f"/api/v1/revops/deals/{deal.pk}",
        {"name": "New"},
        content_type="application/json",
        headers={"if-match": f'"{"9" * 5000}"'},
    )
    assert answer.status_code == 400


def test_the_history_of_a_deal_is_read_by_page_and_field(web, rep, colleague):
    made = send(web, "post", DEALS, {"contactId": str(ContactFactory(owner=rep).pk), "name": "Wire"}).json()
    path = f"{DEALS}/{made['id']}"
    send(web, "patch", path, {"value": 12.5, "assignedRep": str(rep.pk)})
    send(web, "put", f"{path}/stage", {"stage": "demo"})
    answer = web.get(f"{path}/changes")
    moved, valued, first = answer.json()["data"]
    assert moved["fieldsChanged"] == [{"field": "stage", "old": "prospecting", "new": "demo"}]
    assert valued["fieldsChanged"] == [{"field": "value", "old": 0, "new": 12.5}]
    assert first["fieldsChanged"] == [{"field": "stage", "old": None, "new": "prospecting"}]
    assert (moved["actorKind"], moved["actor"], moved["isNew"], first["isNew"]) == (
        "person",
        str(rep),
        False,
        True,
    )
    assert (answer["ETag"], answer.json()["total"]) == (web.get(path)["ETag"], 3)
    only = web.get(f"{path}/changes", {"field": "value"}).json()
    assert [change["id"] for change in only["data"]] == [valued["id"]]
    page = web.get(f"{path}/changes", {"limit": 2}).json()
    rest = web.get(f"{path}/changes", {"limit": 2, "cursor": page["nextCursor"]}).json()
    assert [change["id"] for change in rest["data"]] == [first["id"]]
    assert web.get(f"{path}/changes", {"limit": 2, "page": 2}).json()["data"] == rest["data"]
    assert rest["nextCursor"] is None
    assert [
        web.get(f"{path}/changes", given).status_code
        for given in ({"page": 3, "limit": 2}, {"cursor": "made-up"}, {"field": "color"})
    ] == [404, 400, 400]


def test_the_history_names_owners_that_changed_in_as_many_queries_as_one(web, rep, admin, make_user):
    def queries(deal: Deal) -> int:
        with CaptureQueriesContext(connection) as captured:
            web.get(f"{DEALS}/{deal.pk}/changes")
        return len(captured)

    def handed_over(times: int) -> Deal:
        deal = DealFactory(owner=rep)
        for number in range(times):
            owner = make_user(email=f"owner{times}-{number}@acme.example")
            change_deals(deal_ids=[deal.pk], changes={"owner": owner.pk}, by=admin)
        change_deals(deal_ids=[deal.pk], changes={"owner": rep.pk}, by=admin)
        return deal

    one, three = handed_over(1), handed_over(3)
    [back, *_] = web.get(f"{DEALS}/{three.pk}/changes").json()["data"]
    assert (back["actor"], back["fieldsChanged"][0]["new"]) == (str(admin), str(rep))
    assert queries(one) == queries(three)
