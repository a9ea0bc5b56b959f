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
    BARE_DOMAIN,
    CLEARBIT_COMPANY,
    CLEARBIT_PERSON,
    HUNTER_FINDER,
    NAMED,
)

FINDER = Decimal("0.0245")
ENRICHMENT = Decimal("0.00490")
# Hunter keeps handles without a prefix and employees as a range.
PERSON = CLEARBIT_PERSON | {"linkedin": {"handle": "ada-lovelace"}, "emailProvider": "google.com"}
COMPANY = CLEARBIT_COMPANY | {"metrics": {"employees": "11-50"}, "tech": ["http-3"]}


@pytest.mark.parametrize(
    ("subject", "path", "params"),
    [
        (ADA, "/combined/find", {"email": "ada.lovelace@example.com"}),
        (NAMED, "/email-finder", {"domain": "example.com", "first_name": "Ada", "last_name": "Lovelace"}),
        (
            Subject(first_name="Ada", last_name="Lovelace", company="Example"),
            "/email-finder",
            {"company": "Example", "first_name": "Ada", "last_name": "Lovelace"},
        ),
        (BARE_DOMAIN, "/companies/find", {"domain": "example.com"}),
    ],
)
def test_the_request_is_the_vendors(ask, peer, subject, path, params):
    ask("hunter", {"data": {}}, subject=subject)
    (call,) = peer.calls
    assert (call.method, call.path, call.args.to_dict(), call.headers["X-API-KEY"]) == (
        "GET",
        path,
        params,
        KEY,
    )


def test_an_enriched_person_is_mapped_and_costs_a_fifth(ask):
    answer = ask("hunter", {"data": {"person": PERSON, "company": COMPANY}}, subject=ADA)
    assert (answer.outcome, answer.cost) == (Outcome.FOUND, ENRICHMENT)
    assert answer.values[Field.LINKEDIN_URL].value == "https://www.linkedin.com/in/ada-lovelace"
    assert answer.values[Field.COMPANY_SIZE] == FieldValue(30, 0.6)
    assert answer.values[Field.TECH_STACK].value == ("HTTP 3",)


def test_a_found_address_is_mapped_and_costs_a_credit(ask):
    answer = ask("hunter", {"data": HUNTER_FINDER}, subject=NAMED)
    assert (answer.outcome, answer.cost) == (Outcome.FOUND, FINDER)
    assert answer.values == {
        Field.EMAIL: FieldValue("ada@example.com", 0.88),
        Field.TITLE: FieldValue("Sales Director", 0.7),
        Field.SENIORITY: FieldValue("director", 0.7),
        Field.COMPANY: FieldValue("Example", 0.7),
        Field.PHONE: FieldValue("+442079460101", 0.7),
    }


@pytest.mark.parametrize(
    ("change", "confidence"),
    [
        ({"verification": {"status": "valid"}}, 0.95),
        ({"verification": {"status": "valid"}, "score": 97}, 0.97),
        ({"accept_all": True, "score": 97, "verification": {"status": "valid"}}, 0.7),
        ({"score": None}, 0.5),
        ({"score": "high"}, 0.5),
        ({"score": 1000}, 1.0),
    ],
)
def test_a_found_address_is_trusted_as_far_as_its_score(ask, change, confidence):
    answer = ask("hunter", {"data": HUNTER_FINDER | change}, subject=NAMED)
    assert answer.values[Field.EMAIL].confidence == confidence


def test_a_finder_without_an_address_is_a_free_miss(ask):
    body = {"data": HUNTER_FINDER | {"email": None, "score": None, "company": None}}
    answer = ask("hunter", body, subject=NAMED)
    assert (answer.outcome, answer.cost, dict(answer.values)) == (Outcome.NOT_FOUND, 0, {})


def test_a_company_alone_is_partial(ask):
    answer = ask("hunter", {"data": COMPANY}, subject=BARE_DOMAIN)
    assert (answer.outcome, answer.cost, answer.values[Field.COMPANY].value) == (
        Outcome.PARTIAL,
        ENRICHMENT,
        "Example",
    )


@pytest.mark.parametrize(
    ("status", "body", "outcome", "pause"),
    [
        (202, "", Outcome.PENDING, 60),
        (204, "", Outcome.NOT_FOUND, None),
        (222, "", Outcome.PENDING, 60),
        (400, {"errors": [{"id": "wrong_params", "code": 400}]}, Outcome.INVALID_INPUT, None),
        (401, {"errors": [{"id": "authentication_failed", "code": 401}]}, Outcome.AUTH_FAILED, None),
        (403, {"errors": [{"id": "?", "code": 403}]}, Outcome.RATE_LIMITED, 5),
        (404, {"errors": [{"id": "not_found", "code": 404}]}, Outcome.NOT_FOUND, None),
        (422, {}, Outcome.INVALID_INPUT, None),
        (429, {"errors": [{"id": "?", "code": 429}]}, Outcome.OUT_OF_CREDIT, None),
        (451, {"errors": [{"id": "claimed_email", "code": 451}]}, Outcome.LEGAL_BLOCK, None),
    ],
)
def test_its_own_statuses_are_told_apart_and_free(ask, status, body, outcome, pause):
    answer = ask("hunter", body, status, subject=ADA)
    assert (answer.outcome, answer.retry_after, answer.cost, dict(answer.values)) == (outcome, pause, 0, {})


@pytest.mark.parametrize(
    ("requests", "outcome", "left"),
    [
        ({"credits": {"used": 550.5, "available": 10000.0}}, Outcome.FOUND, 9449),
        ({"searches": {"used": 500, "available": 500}}, Outcome.OUT_OF_CREDIT, 0),
        ({"credits": {"used": None, "available": 1}}, Outcome.MALFORMED, None),
        ({}, Outcome.MALFORMED, None),
    ],
)
def test_health_counts_the_credits_left(ask, peer, requests, outcome, left):
    ask("hunter", {"data": {"requests": requests}}, subject=ADA)
    health = peer.vendor("hunter").check_health(timeout=5)
    assert (health.outcome, health.credits_left) == (outcome, left)


@pytest.mark.parametrize("promise", [202, 222])
def test_an_answer_that_is_not_ready_is_the_same_call_again_and_billed_when_it_comes(ask, peer, promise):
    promised = ask("hunter", "", promise, subject=NAMED)
    peer.answer = Response(json.dumps({"data": HUNTER_FINDER}))
    told = peer.vendor("hunter").poll(promised.reference, NAMED, timeout=5)
    assert (promised.outcome, told.outcome) == (Outcome.PENDING, Outcome.FOUND)
    assert (promised.cost, told.cost) == (0, FINDER)
    first, again = peer.calls
    assert (first.path, first.args) == (again.path, again.args)


def test_403_asks_to_slow_down_and_429_says_that_the_credit_is_used_up(connect, sandbox):
    outcomes = {}
    for fault in ("rate_limited", "out_of_credit"):
        sandbox.configure("hunter", failure_rate=1, failure_mode=fault)
        answer = connect("hunter").look_up(ADA, timeout=5)
        outcomes[answer.http_status] = (answer.outcome, answer.outcome.disables_provider)
    assert outcomes == {403: (Outcome.RATE_LIMITED, False), 429: (Outcome.OUT_OF_CREDIT, True)}


def test_a_person_who_must_not_be_processed_is_told_of(connect, sandbox):
    sandbox.configure("hunter", failure_rate=1, failure_mode="legal_block")
    answer = connect("hunter").look_up(ADA, timeout=5)
    assert (answer.outcome, dict(answer.values), answer.cost) == (Outcome.LEGAL_BLOCK, {}, 0)
    assert answer.outcome.counts_towards_circuit is False
