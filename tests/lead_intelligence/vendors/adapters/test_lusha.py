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
    LUSHA_BULK,
    LUSHA_COMPANY,
    LUSHA_MISS,
    LUSHA_SINGLE,
    NAMED,
)

CREDIT = Decimal("0.0375")
GRACE = Subject(email="grace.hopper@example.com")
VALUES = {
    Field.EMAIL: FieldValue("ada.lovelace@example.com", 0.9),
    Field.FIRST_NAME: FieldValue("Ada", 0.85),
    Field.LAST_NAME: FieldValue("Lovelace", 0.85),
    Field.TITLE: FieldValue("Growth", 0.85),
    Field.SENIORITY: FieldValue("c_level", 0.85),
    Field.LINKEDIN_URL: FieldValue("https://www.linkedin.com/in/ada-lovelace", 0.85),
    Field.COUNTRY: FieldValue("GB", 0.85),
    Field.PHONE: FieldValue("+442079460101", 0.85),
    Field.DIRECT_PHONE: FieldValue("+447700900101", 0.85),
    Field.COMPANY: FieldValue("Example", 0.8),
    Field.INDUSTRY: FieldValue("Machinery", 0.8),
    Field.COMPANY_SIZE: FieldValue(350, 0.8),
}


def single(charged=True, **changes):
    return {"contact": {"error": None, "isCreditCharged": charged, "data": LUSHA_SINGLE | changes}}


def found(charged=True, **changes):
    return {"error": None, "isCreditCharged": charged, "data": LUSHA_BULK | changes}


@pytest.fixture
def ask_many(peer):
    """Look several leads up with one answer of these contacts."""

    def look_up(contacts, *, subjects, companies=None, status=200):
        body = {"contacts": contacts, "companies": companies or {"7": LUSHA_COMPANY}}
        peer.answer = Response(json.dumps(body), status=status)
        return peer.vendor("lusha").look_up_many(subjects, timeout=5)

    return look_up


@pytest.mark.parametrize(
    ("subject", "params"),
    [
        (
            ADA,
            {
                "email": "ada.lovelace@example.com",
                "firstName": "Ada",
                "lastName": "Lovelace",
                "companyName": "Example",
                "companyDomain": "example.com",
            },
        ),
        (NAMED, {"firstName": "Ada", "lastName": "Lovelace", "companyDomain": "example.com"}),
        (
            Subject(linkedin_url="https://www.linkedin.com/in/ada-lovelace", first_name="Ada"),
            {"linkedinUrl": "https://www.linkedin.com/in/ada-lovelace"},
        ),
    ],
)
def test_the_request_is_the_vendors(ask, peer, subject, params):
    ask("lusha", {}, subject=subject)
    (call,) = peer.calls
    assert (call.method, call.path, call.args.to_dict()) == ("GET", "/v2/person", params)
    assert peer.vendor("lusha").headers() == {"api_key": KEY}


def test_a_bare_domain_is_nobody_to_ask_for(peer):
    assert peer.vendor("lusha").can_look_up(BARE_DOMAIN) is False


def test_the_bulk_request_is_the_vendors(ask_many, peer):
    ask_many({}, subjects=[ADA, GRACE])
    (call,) = peer.calls
    assert (call.method, call.path) == ("POST", "/v2/person")
    assert call.json == {
        "contacts": [
            {
                "contactId": "1",
                "fullName": "Ada Lovelace",
                "email": "ada.lovelace@example.com",
                "companies": [{"name": "Example", "domain": "example.com", "isCurrent": True}],
            },
            {
                "contactId": "2",
                "email": "grace.hopper@example.com",
                "companies": [{"domain": "example.com", "isCurrent": True}],
            },
        ],
        "metadata": {},
    }


def test_a_single_person_is_mapped_from_its_own_spelling(ask):
    answer = ask("lusha", single(), subject=ADA)
    assert (answer.outcome, answer.values, answer.cost) == (Outcome.FOUND, VALUES, 8 * CREDIT)


def test_a_person_of_a_bulk_answer_is_mapped_from_its_other_spelling(ask_many):
    ada, _ = ask_many({"1": found(), "2": LUSHA_MISS}, subjects=[ADA, GRACE])
    assert (ada.outcome, ada.values, ada.cost) == (Outcome.FOUND, VALUES, 8 * CREDIT)


def test_a_miss_inside_a_200_is_not_found_and_still_costs_a_credit(ask):
    answer = ask("lusha", {"contact": LUSHA_MISS}, subject=ADA)
    assert (answer.outcome, dict(answer.values), answer.cost) == (Outcome.NOT_FOUND, {}, CREDIT)


def test_contacts_are_told_apart_by_their_ids_and_not_by_their_order(ask_many):
    grace = found(firstName="Grace", lastName="Hopper")
    answers = ask_many({"3": LUSHA_MISS, "2": grace, "1": found()}, subjects=[ADA, GRACE, NAMED])
    assert [answer.values.get(Field.FIRST_NAME) for answer in answers] == [
        FieldValue("Ada", 0.85),
        FieldValue("Grace", 0.85),
        None,
    ]
    assert [answer.outcome for answer in answers] == [Outcome.FOUND, Outcome.FOUND, Outcome.NOT_FOUND]


def test_a_bulk_call_costs_one_credit_for_each_25_results_beside_what_it_reveals(ask_many):
    subjects = [Subject(email=f"lead{number}@example.com") for number in range(30)]
    hits = ask_many({str(number): found() for number in range(1, 31)}, subjects=subjects)
    misses = ask_many({str(number): LUSHA_MISS for number in range(1, 31)}, subjects=subjects)
    assert sum(answer.cost for answer in hits) == (30 * 7 + 2) * CREDIT
    assert sum(answer.cost for answer in misses) == CREDIT


def test_what_was_revealed_before_is_charged_for_the_request_alone(ask):
    assert ask("lusha", single(charged=False), subject=ADA).cost == CREDIT


@pytest.mark.parametrize(
    ("changes", "credit"),
    [({"phoneNumbers": []}, 3), ({"emailAddresses": []}, 7), ({"company": None}, 7)],
)
def test_only_what_is_revealed_is_charged(ask, changes, credit):
    assert ask("lusha", single(**changes), subject=ADA).cost == credit * CREDIT


def test_a_contact_that_makes_no_sense_or_is_left_out_spoils_no_other(ask_many):
    answers = ask_many({"1": {"data": 7}, "2": found()}, subjects=[ADA, GRACE, NAMED])
    assert [answer.outcome for answer in answers] == [Outcome.MALFORMED, Outcome.FOUND, Outcome.MALFORMED]


def test_an_error_of_one_contact_is_no_miss(ask):
    answer = ask("lusha", {"contact": {"error": {"code": 5, "name": "TIMEOUT", "message": "?"}}}, subject=ADA)
    assert (answer.outcome, answer.detail) == (Outcome.PROVIDER_ERROR, "Lusha: TIMEOUT ?")


@pytest.mark.parametrize("forbidden", [True, "true"])
def test_numbers_that_must_not_be_called_are_not_given(ask, forbidden):
    rows = [row | {"doNotCall": forbidden} for row in LUSHA_SINGLE["phoneNumbers"]]
    kept = ask("lusha", single(phoneNumbers=[rows[0], LUSHA_SINGLE["phoneNumbers"][1]]), subject=ADA)
    none = ask("lusha", single(phoneNumbers=rows), subject=ADA)
    assert kept.values[Field.PHONE].value == "+447700900101"
    assert {Field.PHONE, Field.DIRECT_PHONE} & set(none.values) == set()


def test_bare_numbers_of_the_bulk_answer_are_not_taken_because_they_do_not_say_who_may_be_called(ask_many):
    rows = [row | {"doNotCall": True} for row in LUSHA_BULK["phoneNumbers"]]
    ada, _ = ask_many({"1": found(phoneNumbers=rows), "2": LUSHA_MISS}, subjects=[ADA, GRACE])
    assert Field.PHONE not in ada.values


@pytest.mark.parametrize(
    ("addresses", "email"),
    [
        (
            [{"address": "ada@home.example", "type": "private", "emailConfidence": "A+"}],
            ("ada@home.example", 0.5),
        ),
        ([{"address": "ada@example.com", "type": "work", "emailConfidence": "B"}], ("ada@example.com", 0.75)),
        ([{"address": "ada@example.com", "type": "work"}], ("ada@example.com", 0.7)),
    ],
)
def test_an_address_is_trusted_as_far_as_its_grade_and_a_private_one_less(ask, addresses, email):
    answer = ask("lusha", single(emailAddresses=addresses), subject=ADA)
    assert answer.values[Field.EMAIL] == FieldValue(*email)


@pytest.mark.parametrize(
    ("size", "employees"),
    [([201, 500], 350), ([100001, 10_000_000], 100001), ([50], 50), ([], None), (["many"], None), (7, None)],
)
def test_a_size_is_the_middle_of_its_range_or_where_an_open_one_begins(ask, size, employees):
    answer = ask("lusha", single(company=LUSHA_COMPANY | {"companySize": size}), subject=ADA)
    told = answer.values.get(Field.COMPANY_SIZE)
    assert (told.value if told else None) == employees


def test_a_mail_provider_is_not_taken_for_the_employer(ask):
    company = LUSHA_COMPANY | {"domains": {"email": "gmail.com"}}
    answer = ask("lusha", single(company=company), subject=ADA)
    assert (answer.outcome, Field.COMPANY in answer.values) == (Outcome.PARTIAL, False)


@pytest.mark.parametrize(
    ("status", "message", "outcome"),
    [
        (400, "Invalid request parameters", Outcome.INVALID_INPUT),
        (401, "Invalid API key", Outcome.AUTH_FAILED),
        (402, "Your account requires payment", Outcome.OUT_OF_CREDIT),
        (403, "Your account is not active.", Outcome.FORBIDDEN_PLAN),
        (404, "Resource not found", Outcome.NOT_FOUND),
        (412, "Please send a full name", Outcome.INVALID_INPUT),
        (429, "Too many requests.", Outcome.RATE_LIMITED),
        (451, "We are unable to process this contact", Outcome.LEGAL_BLOCK),
        (499, "Request failed due to request timeout", Outcome.PROVIDER_ERROR),
        (500, "Internal server error.", Outcome.PROVIDER_ERROR),
    ],
)
@pytest.mark.parametrize("envelope", ["flat", "nested"])
@pytest.mark.parametrize("outside", [True, False])
def test_both_shapes_of_a_refusal_are_told_apart_also_inside_a_200(
    ask, status, message, outcome, envelope, outside
):
    flat = {"statusCode": status, "message": message}
    body = flat if envelope == "flat" else {"error": {"code": status, "message": message}}
    answer = ask("lusha", body, status if outside else 200, subject=ADA)
    assert (answer.outcome, answer.cost) == (outcome, 0)
    assert answer.detail.endswith(message)
    assert "{" not in answer.detail


def test_the_wait_is_in_the_sentence_because_there_is_no_header(ask):
    body = {
        "statusCode": 429,
        "message": "Hourly API rate limit exceeded. Limit: 600 calls. Reset in 42 seconds",
    }
    assert ask("lusha", body, 429, subject=ADA).retry_after == 42
    assert ask("lusha", {"statusCode": 429, "message": "Too many."}, 429, subject=ADA).retry_after == 60


def test_the_key_travels_in_the_vendors_own_header(connect):
    assert connect("lusha").look_up(ADA, timeout=5).outcome is Outcome.FOUND
    assert connect("lusha", api_key="wrong").look_up(ADA, timeout=5).outcome is Outcome.AUTH_FAILED


def test_a_person_who_must_not_be_processed_is_told_of(connect, sandbox):
    sandbox.configure("lusha", failure_rate=1, failure_mode="legal_block")
    answer = connect("lusha").look_up(ADA, timeout=5)
    assert (answer.outcome, dict(answer.values), answer.cost) == (Outcome.LEGAL_BLOCK, {}, 0)


@pytest.mark.parametrize(
    ("usage", "outcome", "left"),
    [
        ({"bulkCredits": {"remaining": 850}}, Outcome.FOUND, 850),
        ({"credits": {"remaining": 38}}, Outcome.FOUND, 38),
        ({"credits": {"remaining": 0}}, Outcome.OUT_OF_CREDIT, 0),
        ({"credits": {"remaining": None}}, Outcome.MALFORMED, None),
        ({}, Outcome.MALFORMED, None),
    ],
)
def test_health_counts_the_credits_by_either_of_their_names(ask, peer, usage, outcome, left):
    ask("lusha", {"usage": usage}, subject=ADA)
    health = peer.vendor("lusha").check_health(timeout=5)
    assert (health.outcome, health.credits_left) == (outcome, left)
    assert peer.calls[-1].path == "/account/usage"
