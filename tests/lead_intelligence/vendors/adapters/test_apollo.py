import json
from decimal import Decimal

import pytest
from werkzeug import Response

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.vendors.domain.outcomes import Outcome
from tests.lead_intelligence.vendors.adapters.conftest import KEY
from tests.lead_intelligence.vendors.adapters.shapes import (
    ADA,
    APOLLO_ORGANIZATION,
    APOLLO_PERSON,
    BARE_DOMAIN,
    NAMED,
)

PRICE = Decimal("0.02")
REQUEST_ID = 1039995589705121900
STUB = {"id": None, "name": "", "match_confidence": "none", "organization": APOLLO_ORGANIZATION}


@pytest.mark.parametrize(
    ("subject", "method", "path", "params"),
    [
        (
            ADA,
            "POST",
            "/people/match",
            {
                "email": "ada.lovelace@example.com",
                "first_name": "Ada",
                "last_name": "Lovelace",
                "organization_name": "Example",
                "domain": "example.com",
            },
        ),
        (
            NAMED,
            "POST",
            "/people/match",
            {"first_name": "Ada", "last_name": "Lovelace", "domain": "example.com"},
        ),
        (BARE_DOMAIN, "GET", "/organizations/enrich", {"domain": "example.com"}),
    ],
)
def test_the_request_is_the_vendors(ask, peer, subject, method, path, params):
    ask("apollo", {}, subject=subject)
    (call,) = peer.calls
    assert (call.method, call.path, call.args.to_dict(), call.headers["x-api-key"]) == (
        method,
        path,
        params,
        KEY,
    )


def test_person_and_organization_are_mapped(ask):
    answer = ask("apollo", {"person": APOLLO_PERSON, "request_id": REQUEST_ID}, subject=ADA)
    assert (answer.outcome, answer.cost, answer.request_id) == (Outcome.FOUND, PRICE, str(REQUEST_ID))
    assert answer.values == {
        Field.EMAIL: FieldValue("ada.lovelace@example.com", 0.95),
        Field.FIRST_NAME: FieldValue("Ada", 0.85),
        Field.LAST_NAME: FieldValue("Lovelace", 0.85),
        Field.TITLE: FieldValue("Growth", 0.85),
        Field.SENIORITY: FieldValue("c_level", 0.85),
        Field.LINKEDIN_URL: FieldValue("https://www.linkedin.com/in/ada-lovelace", 0.85),
        Field.COUNTRY: FieldValue("GB", 0.85),
        Field.PHONE: FieldValue("+442079460101", 0.85),
        Field.DIRECT_PHONE: FieldValue("+447700900101", 0.85),
        Field.COMPANY: FieldValue("Example", 0.85),
        Field.INDUSTRY: FieldValue("Mechanical engineering", 0.85),
        Field.COMPANY_SIZE: FieldValue(220, 0.85),
        Field.TECH_STACK: FieldValue(("Google Apps", "Cloudflare Hosting"), 0.85),
    }


def test_a_stub_person_is_a_free_miss_that_still_tells_of_the_organization(ask):
    answer = ask("apollo", {"person": STUB, "request_id": REQUEST_ID}, subject=ADA)
    assert (answer.outcome, answer.cost) == (Outcome.PARTIAL, 0)
    assert set(answer.values) == {
        Field.COMPANY,
        Field.INDUSTRY,
        Field.COMPANY_SIZE,
        Field.TECH_STACK,
        Field.PHONE,
    }


@pytest.mark.parametrize(
    "body",
    [
        {"person": None, "request_id": REQUEST_ID},
        {"person": STUB | {"organization": None}},
        {"person": {"id": None, "name": "", "organization": None}},
        {},
    ],
)
def test_every_shape_of_a_miss_is_a_free_miss(ask, body):
    answer = ask("apollo", body, subject=ADA)
    assert (answer.outcome, answer.cost, dict(answer.values)) == (Outcome.NOT_FOUND, 0, {})


def test_an_organization_alone_is_partial_and_a_credit(ask):
    answer = ask("apollo", {"organization": APOLLO_ORGANIZATION}, subject=BARE_DOMAIN)
    assert (answer.outcome, answer.cost) == (Outcome.PARTIAL, PRICE)
    assert answer.values[Field.COMPANY].value == "Example"


@pytest.mark.parametrize(
    ("change", "email"),
    [
        ({"email_status": "extrapolated"}, FieldValue("ada.lovelace@example.com", 0.6)),
        ({"email_status": "likely_to_engage"}, FieldValue("ada.lovelace@example.com", 0.8)),
        ({"email_status": None}, FieldValue("ada.lovelace@example.com", 0.4)),
        ({"email_status": "unavailable"}, None),
        ({"email": "email_not_unlocked@domain.com"}, None),
        ({"email": "not an address"}, None),
        ({"email": 7}, None),
    ],
)
def test_an_address_is_trusted_as_far_as_its_status(ask, change, email):
    answer = ask("apollo", {"person": APOLLO_PERSON | change}, subject=ADA)
    assert answer.values.get(Field.EMAIL) == email


def test_a_match_is_trusted_as_far_as_the_vendor_trusts_it(ask):
    answer = ask("apollo", {"person": APOLLO_PERSON | {"match_confidence": "low"}}, subject=ADA)
    assert answer.values[Field.TITLE].confidence == 0.5


def test_phone_numbers_of_somebody_elses_record_are_not_taken(ask):
    contact = APOLLO_PERSON["contact"] | {"person_id": "p2"}
    answer = ask("apollo", {"person": APOLLO_PERSON | {"contact": contact}}, subject=ADA)
    assert answer.values[Field.PHONE] == FieldValue("+442079460100", 0.4)
    assert Field.DIRECT_PHONE not in answer.values


def test_an_invalid_phone_number_is_passed_over(ask):
    numbers = [row | {"status": "invalid_number"} for row in APOLLO_PERSON["contact"]["phone_numbers"]]
    contact = APOLLO_PERSON["contact"] | {"phone_numbers": [*numbers, "odd", {"sanitized_number": 7}]}
    answer = ask("apollo", {"person": APOLLO_PERSON | {"contact": contact}}, subject=ADA)
    assert answer.values[Field.PHONE].confidence == 0.4


def test_a_mail_provider_is_not_taken_for_the_employer(ask):
    organization = APOLLO_ORGANIZATION | {"primary_domain": "gmail.com", "name": "Gmail"}
    answer = ask(
        "apollo",
        {"person": APOLLO_PERSON | {"organization": organization}},
        subject=Subject(email="ada@gmail.com"),
    )
    assert (answer.outcome, Field.COMPANY in answer.values) == (Outcome.PARTIAL, False)


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (400, {"status": "failed", "error_code": "INVALID_REQUEST"}, Outcome.INVALID_INPUT),
        (401, "Invalid API key.", Outcome.AUTH_FAILED),
        (403, {"error_code": "API_INACCESSIBLE"}, Outcome.FORBIDDEN_PLAN),
        (422, {"error": "Required parameter 'domain' missing"}, Outcome.INVALID_INPUT),
        (429, {"message": "The maximum number of api calls"}, Outcome.RATE_LIMITED),
    ],
)
def test_statuses_are_told_apart_and_free(ask, status, body, outcome):
    answer = ask("apollo", body, status, subject=ADA)
    assert (answer.outcome, answer.cost) == (outcome, 0)


def test_the_wait_is_the_one_that_the_vendor_names(ask):
    assert ask("apollo", {}, 429, subject=ADA, headers={"retry-after": "37"}).retry_after == 37
    assert ask("apollo", {}, 429, subject=ADA).retry_after == 60


@pytest.mark.parametrize(("told", "outcome"), [(True, Outcome.FOUND), (False, Outcome.AUTH_FAILED)])
def test_health_is_whether_the_key_is_logged_in(ask, peer, told, outcome):
    ask("apollo", {"is_logged_in": told}, subject=ADA)
    assert peer.vendor("apollo").check_health(timeout=5).outcome is outcome


@pytest.fixture
def ask_many(peer):
    """Look several people up with one answer of these matches."""

    def look_up(matches, *subjects, **told):
        body = {"status": "success", "matches": matches, "request_id": REQUEST_ID, **told}
        peer.answer = Response(json.dumps(body))
        return peer.vendor("apollo").look_up_many(subjects, timeout=5)

    return look_up


def test_people_are_asked_for_together_and_a_bare_domain_alone(peer):
    apollo = peer.vendor("apollo")
    assert [apollo.bulk_kind(subject) for subject in (ADA, NAMED, BARE_DOMAIN)] == ["person", "person", ""]
    assert apollo.batch_size == 10


def test_the_bulk_request_is_the_vendors(ask_many, peer):
    ask_many([None, None], ADA, NAMED)
    (call,) = peer.calls
    assert (call.method, call.path, call.args.to_dict()) == ("POST", "/people/bulk_match", {})
    assert call.json == {
        "details": [
            {
                "email": "ada.lovelace@example.com",
                "first_name": "Ada",
                "last_name": "Lovelace",
                "organization_name": "Example",
                "domain": "example.com",
            },
            {"first_name": "Ada", "last_name": "Lovelace", "domain": "example.com"},
        ]
    }


def test_null_empty_and_stub_people_of_a_bulk_answer_are_free_misses_in_their_places(ask_many):
    matches = [None, APOLLO_PERSON, {}, STUB, STUB | {"organization": None}]
    answers = ask_many(matches, *[ADA] * 5, credits_consumed=1)
    assert [(answer.outcome, answer.cost) for answer in answers] == [
        (Outcome.NOT_FOUND, 0),
        (Outcome.FOUND, PRICE),
        (Outcome.NOT_FOUND, 0),
        (Outcome.PARTIAL, 0),
        (Outcome.NOT_FOUND, 0),
    ]
    assert {answer.request_id for answer in answers} == {str(REQUEST_ID)}


@pytest.mark.parametrize(
    ("consumed", "costs"),
    [
        (None, [PRICE, PRICE]),
        (2, [PRICE, PRICE]),
        (1, [PRICE, 0]),
        (0, [0, 0]),
        (9, [8 * PRICE, PRICE]),
        (-1, [PRICE, PRICE]),
    ],
)
def test_the_bill_of_a_bulk_call_is_the_one_that_the_vendor_tells(ask_many, consumed, costs):
    answers = ask_many([APOLLO_PERSON, APOLLO_PERSON], ADA, NAMED, credits_consumed=consumed)
    assert [answer.cost for answer in answers] == costs


def test_a_person_of_another_type_spoils_no_other(ask_many):
    answers = ask_many([7, APOLLO_PERSON], ADA, NAMED)
    assert [answer.outcome for answer in answers] == [Outcome.MALFORMED, Outcome.FOUND]


@pytest.mark.parametrize("matches", [[APOLLO_PERSON], [APOLLO_PERSON] * 3, None, {}])
def test_matches_that_cannot_be_told_apart_are_malformed_and_go_to_nobody(ask_many, matches):
    answers = ask_many(matches, ADA, NAMED)
    assert [(each.outcome, dict(each.values)) for each in answers] == [(Outcome.MALFORMED, {})] * 2


def test_a_plain_text_401_is_a_wrong_key_also_in_bulk(peer):
    peer.answer = Response("Invalid API key.", status=401, content_type="text/plain")
    answers = peer.vendor("apollo").look_up_many([ADA, NAMED], timeout=5)
    assert [answer.outcome for answer in answers] == [Outcome.AUTH_FAILED] * 2
