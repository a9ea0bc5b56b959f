import json
from decimal import Decimal

import pytest
from werkzeug import Response

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.vendors.domain.outcomes import Outcome
from tests.lead_intelligence.vendors.adapters.conftest import KEY
from tests.lead_intelligence.vendors.adapters.shapes import ADA, BARE_DOMAIN, NAMED
from tests.lead_intelligence.vendors.adapters.shapes import ROCKETREACH_PROFILE as PROFILE

PRICE = Decimal("0.33")
EMPLOYED = Subject(first_name="Ada", last_name="Lovelace", company="Example", country="GB")
NO_CONTACT = PROFILE | {"emails": [], "phones": []}


@pytest.mark.parametrize(
    ("subject", "params"),
    [
        (ADA, {"email": "ada.lovelace@example.com"}),
        (
            Subject(linkedin_url="https://www.linkedin.com/in/ada"),
            {"linkedin_url": "https://www.linkedin.com/in/ada"},
        ),
        (EMPLOYED, {"name": "Ada Lovelace", "current_employer": "Example"}),
    ],
)
def test_the_request_is_the_vendors_and_says_each_time_that_cached_addresses_are_not_wanted(
    ask, peer, subject, params
):
    ask("rocketreach", PROFILE, subject=subject)
    (call,) = peer.calls
    assert (call.method, call.path, call.headers["Api-Key"]) == ("GET", "/person/lookup", KEY)
    assert call.args.to_dict() == params | {"return_cached_emails": "false"}


@pytest.mark.parametrize("subject", [NAMED, BARE_DOMAIN, Subject(first_name="Ada", last_name="Lovelace")])
def test_a_name_without_an_employer_is_not_asked_for_since_it_may_be_somebody_else(peer, subject):
    vendor = peer.vendor("rocketreach")
    assert (vendor.can_look_up(subject), vendor.look_up(subject, 1).outcome) == (False, Outcome.INVALID_INPUT)
    assert peer.calls == []


def test_a_complete_profile_is_mapped(ask):
    answer = ask("rocketreach", PROFILE, subject=ADA, headers={"RR-Request-ID": "rr-1"})
    assert (answer.outcome, answer.cost, answer.request_id) == (Outcome.FOUND, PRICE, "rr-1")
    assert answer.values == {
        Field.EMAIL: FieldValue("ada.lovelace@example.com", 0.95),
        Field.FIRST_NAME: FieldValue("Ada", 0.85),
        Field.LAST_NAME: FieldValue("Lovelace", 0.85),
        Field.TITLE: FieldValue("Growth", 0.85),
        Field.SENIORITY: FieldValue("c_level", 0.85),
        Field.LINKEDIN_URL: FieldValue("https://www.linkedin.com/in/ada-lovelace", 0.85),
        Field.COUNTRY: FieldValue("GB", 0.85),
        Field.COMPANY: FieldValue("Example", 0.85),
        Field.INDUSTRY: FieldValue("Machinery", 0.85),
        Field.PHONE: FieldValue("+447700900101", 0.85),
        Field.DIRECT_PHONE: FieldValue("+447700900101", 0.85),
    }


@pytest.mark.parametrize("body", [NO_CONTACT, {"status": "failed", "id": 1}, PROFILE | {"status": "failed"}])
def test_complete_without_contact_data_and_failed_are_free_misses(ask, body):
    answer = ask("rocketreach", body, subject=ADA)
    assert (answer.outcome, answer.cost, dict(answer.values)) == (Outcome.NOT_FOUND, 0, {})


def test_a_profile_that_is_not_there_is_a_free_miss(ask):
    answer = ask("rocketreach", "whatever it says", 404, subject=ADA)
    assert (answer.outcome, answer.cost) == (Outcome.NOT_FOUND, 0)


@pytest.mark.parametrize("status", ["searching", "progress", "queued", "not queued", "a word of tomorrow"])
def test_everything_but_complete_and_failed_is_pending_and_none_of_it_is_trusted(ask, status):
    answer = ask("rocketreach", PROFILE | {"status": status}, subject=ADA)
    assert (answer.outcome, answer.cost, dict(answer.values)) == (Outcome.PENDING, 0, {})
    assert (answer.reference, answer.retry_after) == ("123456", 3)


@pytest.mark.parametrize(
    "body",
    [{}, {"id": 1}, {"status": 7, "id": 1}, {"status": "searching"}, {"status": "searching", "id": True}],
)
def test_a_profile_without_its_status_or_a_way_to_poll_it_is_malformed(ask, body):
    assert ask("rocketreach", body, subject=ADA).outcome is Outcome.MALFORMED


@pytest.mark.parametrize(
    ("change", "email"),
    [
        ({"smtp_valid": "inconclusive"}, FieldValue("ada@example.com", 0.6)),
        ({"smtp_valid": None, "grade": "A-"}, FieldValue("ada@example.com", 0.85)),
        ({"smtp_valid": None, "grade": "C"}, FieldValue("ada@example.com", 0.5)),
        ({"smtp_valid": None, "grade": None}, FieldValue("ada@example.com", 0.4)),
        ({"type": "personal"}, FieldValue("ada@example.com", 0.5)),
        ({"email": "ada@gmail.com", "type": "professional"}, FieldValue("ada@gmail.com", 0.5)),
        ({"smtp_valid": "invalid"}, None),
        ({"email": "not an address"}, None),
        ({"email": 7}, None),
    ],
)
def test_an_address_is_trusted_as_far_as_it_was_checked(ask, change, email):
    row = {"email": "ada@example.com", "smtp_valid": "valid", "type": "professional", "grade": "A"}
    answer = ask("rocketreach", PROFILE | {"emails": ["odd", row | change]}, subject=ADA)
    assert answer.values.get(Field.EMAIL) == email


def test_invalid_and_odd_phone_numbers_are_passed_over(ask):
    numbers = [
        "odd",
        {"number": "020 7946 0101", "validity": "invalid"},
        {"number": 7},
        {"number": "020 7946 0102", "grade": "B", "type": "professional"},
    ]
    values = ask("rocketreach", PROFILE | {"phones": numbers}, subject=ADA).values
    assert values[Field.PHONE] == FieldValue("+442079460102", 0.7)
    assert Field.DIRECT_PHONE not in values


def test_a_number_is_read_with_the_country_of_the_lead_where_the_profile_has_none(ask):
    answer = ask("rocketreach", PROFILE | {"country_code": None}, subject=ADA)
    assert answer.values[Field.PHONE].value == "+447700900101"


def test_where_a_longer_name_is_cut_is_a_guess(ask):
    values = ask("rocketreach", PROFILE | {"name": "ADA van der Berg"}, subject=ADA).values
    assert (values[Field.FIRST_NAME], values[Field.LAST_NAME]) == (
        FieldValue("Ada", 0.6),
        FieldValue("van der Berg", 0.6),
    )


def test_a_mail_provider_is_not_taken_for_the_employer(ask):
    answer = ask("rocketreach", PROFILE | {"current_employer_domain": "gmail.com"}, subject=ADA)
    assert (answer.outcome, Field.COMPANY in answer.values) == (Outcome.PARTIAL, False)


# Looking again


def test_a_poll_is_an_array_in_which_ours_has_the_id(peer):
    done, other = PROFILE | {"id": 7}, PROFILE | {"id": 8, "status": "searching"}
    peer.answer = Response(json.dumps(["odd", other, {"id": 9, "status": "failed"}, done]))
    vendor = peer.vendor("rocketreach")
    answers = [vendor.poll(reference, ADA, timeout=5) for reference in ("7", "8", "9", "10")]
    assert [(answer.outcome, answer.cost) for answer in answers] == [
        (Outcome.FOUND, PRICE),
        (Outcome.PENDING, 0),
        (Outcome.NOT_FOUND, 0),
        (Outcome.MALFORMED, 0),
    ]
    call = peer.calls[0]
    assert (call.method, call.path, call.args.to_dict()) == ("GET", "/person/checkStatus", {"ids": "7"})


@pytest.mark.parametrize("body", [json.dumps(PROFILE), "[]", "null", "<html>"])
def test_a_poll_that_is_no_array_with_ours_is_malformed(peer, body):
    peer.answer = Response(body)
    answer = peer.vendor("rocketreach").poll("123456", ADA, timeout=5)
    assert answer.outcome is Outcome.MALFORMED


def test_a_look_up_that_goes_on_is_billed_when_it_is_complete_and_its_polls_are_free(connect, sandbox):
    sandbox.configure("rocketreach", polls_needed=2)
    vendor = connect("rocketreach")
    first = vendor.look_up(ADA, timeout=5)
    waiting = vendor.poll(first.reference, ADA, timeout=5)
    unbilled = sandbox.stats("rocketreach")["billed_units"]
    found = vendor.poll(first.reference, ADA, timeout=5)
    assert [(each.outcome, each.cost) for each in (first, waiting, found)] == [
        (Outcome.PENDING, 0),
        (Outcome.PENDING, 0),
        (Outcome.FOUND, PRICE),
    ]
    stats = sandbox.stats("rocketreach")
    assert (unbilled, stats["billed_units"], stats["calls"], stats["polls"]) == ("0", "1", 1, 2)


def test_a_look_up_that_goes_on_may_find_nobody_for_free(connect, sandbox):
    sandbox.configure("rocketreach", polls_needed=1, miss_rate=1)
    vendor = connect("rocketreach")
    first = vendor.look_up(ADA, timeout=5)
    last = vendor.poll(first.reference, ADA, timeout=5)
    assert (first.outcome, last.outcome) == (Outcome.PENDING, Outcome.NOT_FOUND)
    assert sandbox.stats("rocketreach")["billed_units"] == "0"


# Refusals


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (400, {"detail": "?"}, Outcome.INVALID_INPUT),
        (401, {"status": 401, "message": "Invalid API Key"}, Outcome.AUTH_FAILED),
        (402, {"detail": "?"}, Outcome.OUT_OF_CREDIT),
        (403, {"detail": "?"}, Outcome.FORBIDDEN_PLAN),
        (429, {"detail": "Request was throttled."}, Outcome.RATE_LIMITED),
    ],
)
def test_statuses_are_told_apart_and_free(ask, status, body, outcome):
    answer = ask("rocketreach", body, status, subject=ADA)
    assert (answer.outcome, answer.cost) == (outcome, 0)


def test_the_wait_is_the_header_else_that_of_the_sentence_else_a_minute(ask):
    told = {"detail": "Request was throttled. Expected available in 4 seconds."}
    assert ask("rocketreach", told, 429, subject=ADA, headers={"Retry-After": "9"}).retry_after == 9
    assert ask("rocketreach", told, 429, subject=ADA).retry_after == 4
    assert ask("rocketreach", {}, 429, subject=ADA).retry_after == 60


@pytest.mark.parametrize(
    ("usage", "outcome", "left"),
    [
        ([{"credit_type": "standard_lookup", "remaining": 990}], Outcome.FOUND, 990),
        ([{"credit_type": "standard_lookup", "remaining": 0}], Outcome.OUT_OF_CREDIT, 0),
        ({"credits_remaining": 50}, Outcome.FOUND, 50),
        ([{"credit_type": "person_enrich", "remaining": 5}, "odd"], Outcome.MALFORMED, None),
        ({"credits_remaining": None}, Outcome.MALFORMED, None),
        (None, Outcome.MALFORMED, None),
    ],
)
def test_health_counts_the_look_ups_left(ask, peer, usage, outcome, left):
    ask("rocketreach", {"state": "registered", "credit_usage": usage}, subject=ADA)
    health = peer.vendor("rocketreach").check_health(timeout=5)
    assert (health.outcome, health.credits_left) == (outcome, left)
