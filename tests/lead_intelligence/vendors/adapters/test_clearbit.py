import json
import time
from decimal import Decimal

import pytest
from werkzeug import Response

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.vendors.adapters.clearbit import Clearbit
from lead_intelligence.vendors.domain.outcomes import Outcome
from tests.lead_intelligence.vendors.adapters.conftest import KEY
from tests.lead_intelligence.vendors.adapters.shapes import ADA, CLEARBIT_COMPANY, CLEARBIT_PERSON, NAMED

PRICE = Decimal("0.10")


def test_it_is_off_until_somebody_with_an_old_account_switches_it_on():
    assert Clearbit.enabled_by_default is False


def test_the_request_is_the_vendors(ask, peer):
    ask("clearbit", {"person": None, "company": None}, subject=ADA)
    (call,) = peer.calls
    assert (call.method, call.path, call.headers["Authorization"]) == (
        "GET",
        "/v2/combined/find",
        f"Bearer {KEY}",
    )
    assert call.args.to_dict() == {
        "email": "ada.lovelace@example.com",
        "given_name": "Ada",
        "family_name": "Lovelace",
        "company": "Example",
        "company_domain": "example.com",
    }


def test_person_and_company_are_mapped(ask):
    answer = ask("clearbit", {"person": CLEARBIT_PERSON, "company": CLEARBIT_COMPANY}, subject=ADA)
    assert (answer.outcome, answer.cost) == (Outcome.FOUND, PRICE)
    assert answer.values == {
        Field.EMAIL: FieldValue("ada.lovelace@example.com", 0.9),
        Field.FIRST_NAME: FieldValue("Ada", 0.9),
        Field.LAST_NAME: FieldValue("Lovelace", 0.9),
        Field.TITLE: FieldValue("VP Engineering", 0.9),
        Field.SENIORITY: FieldValue("vp", 0.9),
        Field.PHONE: FieldValue("+442079460101", 0.9),
        Field.LINKEDIN_URL: FieldValue("https://www.linkedin.com/in/ada-lovelace", 0.9),
        Field.COUNTRY: FieldValue("GB", 0.9),
        Field.COMPANY: FieldValue("Example", 0.85),
        Field.INDUSTRY: FieldValue("Machinery", 0.85),
        Field.COMPANY_SIZE: FieldValue(220, 0.85),
        Field.TECH_STACK: FieldValue(("Google Apps", "AWS Route 53"), 0.85),
    }


def test_half_an_answer_is_partial(ask):
    person = ask("clearbit", {"person": CLEARBIT_PERSON, "company": None}, subject=ADA)
    company = ask("clearbit", {"person": None, "company": CLEARBIT_COMPANY}, subject=ADA)
    assert (person.outcome, company.outcome) == (Outcome.PARTIAL, Outcome.PARTIAL)
    assert person.values[Field.COMPANY] == FieldValue("Example Engines", 0.7)
    assert company.values[Field.PHONE] == FieldValue("+442079460100", 0.4)
    assert Field.EMAIL not in company.values


def test_two_empty_halves_are_a_billed_miss(ask):
    answer = ask("clearbit", {"person": None, "company": None}, subject=ADA)
    assert (answer.outcome, answer.cost) == (Outcome.NOT_FOUND, PRICE)


def test_a_likely_match_is_trusted_less(ask):
    answer = ask("clearbit", {"person": CLEARBIT_PERSON | {"fuzzy": True}, "company": None}, subject=ADA)
    assert {found.confidence for found in answer.values.values()} == {0.6}


@pytest.mark.parametrize(
    "change", [{"domain": "gmail.com"}, {"domain": "linktr.ee"}, {"emailProvider": True}]
)
def test_a_mail_provider_is_not_taken_for_the_employer(ask, change):
    answer = ask("clearbit", {"person": None, "company": CLEARBIT_COMPANY | change}, subject=ADA)
    assert (answer.outcome, dict(answer.values)) == (Outcome.NOT_FOUND, {})


@pytest.mark.parametrize(
    ("status", "body", "outcome", "cost"),
    [
        (201, "", Outcome.PENDING, PRICE),
        (202, "", Outcome.PENDING, PRICE),
        (202, {"error": {"type": "queued"}}, Outcome.PENDING, PRICE),
        (404, {"error": {"type": "unknown_record", "message": "?"}}, Outcome.NOT_FOUND, PRICE),
        (404, {"error": [{"type": "unknown_record"}]}, Outcome.NOT_FOUND, PRICE),
        (401, {"error": {"type": "invalid_api_key"}}, Outcome.AUTH_FAILED, 0),
        (402, {}, Outcome.OUT_OF_CREDIT, 0),
        (403, {}, Outcome.FORBIDDEN_PLAN, 0),
        (422, {"error": {"type": "email_invalid"}}, Outcome.INVALID_INPUT, 0),
        (429, {}, Outcome.RATE_LIMITED, 0),
    ],
)
def test_statuses_are_told_apart_and_billed_as_the_vendor_does(ask, status, body, outcome, cost):
    answer = ask("clearbit", body, status, subject=ADA)
    assert (answer.outcome, answer.cost, dict(answer.values)) == (outcome, cost, {})


@pytest.mark.parametrize("body", [{"error": {"type": "unknown_route"}}, "<html>", "[]", "null"])
def test_a_wrong_base_url_is_not_taken_for_an_unknown_lead(ask, body):
    assert ask("clearbit", body, 404, subject=ADA).outcome is Outcome.PROVIDER_ERROR


def test_the_limit_is_waited_for_until_the_second_that_the_vendor_names(ask):
    headers = {"x-ratelimit-reset": str(int(time.time()) + 30)}
    assert 28 <= ask("clearbit", {}, 429, subject=ADA, headers=headers).retry_after <= 30
    assert ask("clearbit", {}, 429, subject=ADA, headers={"x-ratelimit-reset": "soon"}).retry_after == 60


def test_it_can_look_up_addresses_only(peer):
    assert [peer.vendor("clearbit").can_look_up(subject) for subject in (ADA, NAMED, Subject())] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("promise", [201, 202])
@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, {"person": CLEARBIT_PERSON, "company": CLEARBIT_COMPANY}, Outcome.FOUND),
        (200, {"person": None, "company": None}, Outcome.NOT_FOUND),
        (404, {"error": {"type": "unknown_record"}}, Outcome.NOT_FOUND),
        (202, {"error": {"type": "queued"}}, Outcome.PENDING),
    ],
)
def test_a_queued_answer_is_the_same_call_again_and_billed_once_whatever_comes_of_it(
    ask, peer, promise, status, body, outcome
):
    promised = ask("clearbit", "", promise, subject=ADA)
    peer.answer = Response(json.dumps(body), status=status)
    told = peer.vendor("clearbit").poll(promised.reference, ADA, timeout=5)
    assert (promised.outcome, told.outcome) == (Outcome.PENDING, outcome)
    assert (promised.cost, told.cost) == (PRICE, 0)
    first, again = peer.calls
    assert (first.path, first.args) == (again.path, again.args)
