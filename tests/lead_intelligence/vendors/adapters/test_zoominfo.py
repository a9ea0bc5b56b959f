import base64
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from werkzeug import Response

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.vendors.adapters.registry import vendor_class
from lead_intelligence.vendors.domain.outcomes import Outcome
from mauntic.kernel.http import HttpClient
from mauntic.kernel.ids import new_id
from tests.lead_intelligence.vendors.adapters.conftest import KEY, LOG_IN, options
from tests.lead_intelligence.vendors.adapters.shapes import (
    ADA,
    BARE_DOMAIN,
    NAMED,
    ZOOMINFO_COMPANY,
    ZOOMINFO_PERSON,
)

PRICE = Decimal("0.25")
GRACE = Subject(email="grace.hopper@example.com")
EXPIRED = {"error": {"code": "ZI0001", "message": "Your session has expired.", "status": 401}}
NO_MATCH = {"id": "0", "type": "NoMatch", "meta": {"input": {}, "matchStatus": "NO_MATCH"}}


@pytest.fixture
def account(peer):
    """An account that has not logged in before; its calls go to the peer."""

    def open_account(**config: str) -> Any:
        own = {**options("zoominfo", peer.url), "clientId": str(new_id()), **config}
        http = HttpClient(allow_loopback=True)
        return vendor_class("zoominfo")(api_key=KEY, http=http, base_url=peer.url, config=own)

    return open_account


def record(attributes: dict[str, Any], kind: str = "Contact", **given: str) -> dict[str, Any]:
    meta = {"input": given, "matchStatus": "FULL_MATCH"}
    return {"id": "1", "type": kind, "attributes": attributes, "meta": meta}


def person(**change: Any) -> dict[str, Any]:
    return {"data": [record(ZOOMINFO_PERSON | change)]}


# The calls


@pytest.mark.parametrize(
    ("subject", "path", "kind", "inputs"),
    [
        (ADA, "contacts", "ContactEnrich", {"emailAddress": "ada.lovelace@example.com"}),
        (
            Subject(linkedin_url="https://www.linkedin.com/in/ada", first_name="Ada"),
            "contacts",
            "ContactEnrich",
            {"externalURL": "https://www.linkedin.com/in/ada"},
        ),
        (
            Subject(first_name="Ada", last_name="Lovelace", company="Example", domain="example.com"),
            "contacts",
            "ContactEnrich",
            {"firstName": "Ada", "lastName": "Lovelace", "companyName": "Example"},
        ),
        (BARE_DOMAIN, "companies", "CompanyEnrich", {"companyWebsite": "www.example.com"}),
        # Contacts are not matched by a website.
        (NAMED, "companies", "CompanyEnrich", {"companyWebsite": "www.example.com"}),
    ],
)
def test_the_request_is_the_vendors(ask, peer, subject, path, kind, inputs):
    ask("zoominfo", {"data": [NO_MATCH]}, subject=subject)
    (call,) = peer.calls
    data = json.loads(call.data)["data"]
    given = data["attributes"].get("matchPersonInput") or data["attributes"].get("matchCompanyInput")
    assert (call.method, call.path) == ("POST", f"/data/v1/{path}/enrich")
    assert (data["type"], given) == (kind, [inputs])
    assert call.headers["Authorization"] == "Bearer a-token"


def test_it_speaks_json_api(ask, peer):
    ask("zoominfo", {"data": [NO_MATCH]}, subject=ADA)
    (call,) = peer.calls
    assert (call.headers["Accept"], call.headers["Content-Type"]) == ("application/vnd.api+json",) * 2


# Logging in


def test_the_secret_logs_in_by_header_and_the_token_serves_all_calls(peer, account):
    vendor = account(clientId="client-of-this-test")
    peer.answer = Response(json.dumps({"data": [NO_MATCH]}))
    for subject in (ADA, GRACE, BARE_DOMAIN):
        vendor.look_up(subject, timeout=5)
    (log_in,) = peer.log_ins
    pair = base64.b64encode(f"client-of-this-test:{KEY}".encode()).decode()
    assert log_in.headers["Authorization"] == f"Basic {pair}"
    assert log_in.form.to_dict() == {"grant_type": "client_credentials"}
    assert KEY not in log_in.url


def test_the_log_in_can_be_elsewhere(peer, account):
    vendor = account(tokenUrl=f"{peer.url}elsewhere")
    peer.answer = Response('{"access_token": "another-token", "data": []}')
    vendor.look_up(ADA, timeout=5)
    assert [call.path for call in peer.calls] == ["/elsewhere", "/data/v1/contacts/enrich"]
    assert peer.calls[1].headers["Authorization"] == "Bearer another-token"


def test_fifty_calls_at_once_log_in_once_and_once_more_when_the_session_ends(connect, sandbox):
    sandbox.configure("zoominfo", latency_ms=50)
    vendor = connect("zoominfo")
    vendor.config["tokenUrl"] = f"{vendor.base_url}{LOG_IN}?of={new_id()}"
    leads = [Subject(email=f"ada@firm{number}.example") for number in range(50)]

    def ask_all() -> tuple[set[Outcome], int]:
        with ThreadPoolExecutor(50) as pool:
            outcomes = {answer.outcome for answer in pool.map(lambda lead: vendor.look_up(lead, 20), leads)}
        return outcomes, sandbox.stats("zoominfo")["log_ins"]

    assert ask_all() == ({Outcome.FOUND}, 1)
    sandbox.vendors["zoominfo"].expire_tokens()
    assert ask_all() == ({Outcome.FOUND}, 2)
    assert sandbox.stats("zoominfo")["billed_units"] == "50"


def test_an_expired_session_is_renewed_once_and_the_rejected_call_costs_nothing(connect, sandbox):
    vendor = connect("zoominfo")
    vendor.look_up(GRACE, timeout=5)
    sandbox.vendors["zoominfo"].expire_tokens()
    answer = vendor.look_up(Subject(email="ada.lovelace@firm.example"), timeout=5)
    assert (answer.outcome, answer.cost) == (Outcome.FOUND, PRICE)
    assert Decimal(sandbox.stats("zoominfo")["billed_units"]) == 2


def test_a_session_that_is_refused_again_is_a_bad_key(peer, account):
    peer.answer = Response(json.dumps(EXPIRED), status=401)
    answer = account().look_up(ADA, timeout=5)
    assert (answer.outcome, answer.cost) == (Outcome.AUTH_FAILED, 0)
    assert (len(peer.log_ins), len(peer.calls)) == (2, 2)


@pytest.mark.parametrize(("lasts", "log_ins"), [(1000, 1), (None, 1), (0.000_001, 3)])
def test_a_token_is_kept_for_as_long_as_it_lasts(peer, account, lasts, log_ins):
    peer.log_in_answer = Response(json.dumps({"access_token": "a-token", "expires_in": lasts}))
    vendor = account()
    for subject in (ADA, GRACE, BARE_DOMAIN):
        vendor.look_up(subject, timeout=5)
    assert len(peer.log_ins) == log_ins


@pytest.mark.parametrize(
    ("body", "status", "outcome"),
    [
        ('{"error": "invalid_client"}', 401, Outcome.AUTH_FAILED),
        ('{"error": "invalid_client"}', 400, Outcome.AUTH_FAILED),
        ("Forbidden", 403, Outcome.AUTH_FAILED),
        ('{"error": "slow_down"}', 429, Outcome.RATE_LIMITED),
        ("Bad Gateway", 502, Outcome.PROVIDER_ERROR),
        ("<html>", 200, Outcome.MALFORMED),
        ('{"access_token": 7}', 200, Outcome.MALFORMED),
        ("[]", 200, Outcome.MALFORMED),
    ],
)
def test_a_log_in_that_fails_is_told_apart_and_no_lead_is_asked_for(peer, account, body, status, outcome):
    peer.log_in_answer = Response(body, status=status)
    vendor = account()
    answer = vendor.look_up(ADA, timeout=5)
    assert (answer.outcome, answer.cost, peer.calls) == (outcome, 0, [])
    assert vendor.check_health(timeout=5).outcome is outcome


def test_a_log_in_that_failed_is_tried_again(peer, account):
    vendor = account()
    peer.log_in_answer, works = Response("", status=502), peer.log_in_answer
    assert vendor.look_up(ADA, timeout=5).outcome is Outcome.PROVIDER_ERROR
    peer.log_in_answer, peer.answer = works, Response(json.dumps(person()))
    assert vendor.look_up(ADA, timeout=5).outcome is Outcome.FOUND


def test_a_log_in_that_takes_all_the_time_is_a_transport_error(account):
    # It listens and never accepts, so that a call waits for as long as it may.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        vendor = account(tokenUrl=f"http://127.0.0.1:{silent.getsockname()[1]}/token")
        answer = vendor.look_up(ADA, timeout=0.1)
    assert (answer.outcome, answer.http_status, answer.cost) == (Outcome.TRANSPORT_ERROR, None, 0)
    assert 90 <= answer.latency_ms < 2000


def test_an_account_without_its_client_id_is_refused_with_what_to_do(peer, account):
    answer = account(clientId="").look_up(ADA, timeout=5)
    assert (answer.outcome, answer.detail) == (
        Outcome.AUTH_FAILED,
        "ZoomInfo needs the client ID and its secret.",
    )
    assert peer.log_ins == []


# What it answers


def test_person_and_company_are_mapped(ask):
    answer = ask("zoominfo", person(), subject=ADA)
    assert (answer.outcome, answer.cost) == (Outcome.FOUND, PRICE)
    assert answer.values == {
        Field.EMAIL: FieldValue("ada.lovelace@example.com", 0.9),
        Field.FIRST_NAME: FieldValue("Ada", 0.9),
        Field.LAST_NAME: FieldValue("Lovelace", 0.9),
        Field.TITLE: FieldValue("Growth", 0.9),
        Field.SENIORITY: FieldValue("c_level", 0.9),
        Field.LINKEDIN_URL: FieldValue("https://www.linkedin.com/in/ada-lovelace", 0.9),
        Field.COUNTRY: FieldValue("GB", 0.9),
        Field.PHONE: FieldValue("+442079460101", 0.9),
        Field.DIRECT_PHONE: FieldValue("+447700900101", 0.9),
        Field.COMPANY: FieldValue("Example", 0.85),
        Field.INDUSTRY: FieldValue("Machinery", 0.85),
        Field.COMPANY_SIZE: FieldValue(220, 0.85),
    }


def test_a_miss_inside_200_is_a_free_miss(ask):
    answer = ask("zoominfo", {"data": [NO_MATCH]}, subject=ADA)
    assert (answer.outcome, answer.http_status, answer.cost) == (Outcome.NOT_FOUND, 200, 0)


def test_whoever_must_not_be_processed_is_a_free_miss_like_any_other(connect, sandbox):
    sandbox.configure("zoominfo", failure_rate=1, failure_mode="legal_block")
    answer = connect("zoominfo").look_up(ADA, timeout=5)
    assert (answer.outcome, answer.cost) == (Outcome.NOT_FOUND, 0)


def test_a_company_alone_is_partial_and_a_credit(ask):
    answer = ask("zoominfo", {"data": [record(ZOOMINFO_COMPANY, "Company")]}, subject=BARE_DOMAIN)
    assert (answer.outcome, answer.cost) == (Outcome.PARTIAL, PRICE)
    # The number is read with the country of the company; the lead's own is not known.
    assert answer.values[Field.PHONE] == FieldValue("+442079460100", 0.4)


def test_a_range_of_employees_is_better_than_nothing(ask):
    company = ZOOMINFO_COMPANY | {"employeeCount": None, "employeeRange": "1,000 - 5,000"}
    answer = ask("zoominfo", person(company=company), subject=ADA)
    assert answer.values[Field.COMPANY_SIZE] == FieldValue(3000, 0.6)


def test_somebody_who_has_left_keeps_name_and_profile_only(ask):
    values = ask("zoominfo", person(personHasMoved="Yes"), subject=ADA).values
    assert {name for name, found in values.items() if found.confidence == 0.4} == {
        Field.EMAIL,
        Field.TITLE,
        Field.SENIORITY,
        Field.PHONE,
        Field.DIRECT_PHONE,
    }


def test_numbers_that_must_not_be_called_are_not_taken(ask):
    answer = ask("zoominfo", person(directPhoneDoNotCall=True, mobilePhoneDoNotCall=True), subject=ADA)
    assert answer.values[Field.PHONE] == FieldValue("+442079460100", 0.4)
    assert Field.DIRECT_PHONE not in answer.values


def test_what_the_waterfall_of_the_vendor_found_fills_what_it_lacks(ask):
    change = {
        "email": None,
        "phone": None,
        "mobilePhone": None,
        "emailAlt": [{"value": "ada@example.com"}],
        "directPhoneAlt": ["odd", {"value": "020 7946 0102"}],
        "mobilePhoneAlt": [{"value": "07700 900102"}],
    }
    values = ask("zoominfo", person(**change), subject=ADA).values
    assert values[Field.EMAIL] == FieldValue("ada@example.com", 0.7)
    assert values[Field.PHONE].value == "+442079460102"
    assert values[Field.DIRECT_PHONE].value == "+447700900102"


def test_a_mail_provider_is_not_taken_for_the_employer(ask):
    company = ZOOMINFO_COMPANY | {"website": "www.gmail.com", "name": "Gmail"}
    answer = ask("zoominfo", person(company=company), subject=Subject(email="ada@gmail.com"))
    assert (answer.outcome, Field.COMPANY in answer.values) == (Outcome.PARTIAL, False)


# Several at once


def test_records_belong_to_the_input_that_they_echo_whatever_their_order(peer):
    rows = [
        record(ZOOMINFO_PERSON | {"firstName": "Grace"}, emailAddress="Grace.Hopper@example.com "),
        record(ZOOMINFO_PERSON, emailAddress="ada.lovelace@example.com"),
    ]
    peer.answer = Response(json.dumps({"data": rows}))
    answers = peer.vendor("zoominfo").look_up_many([ADA, GRACE], timeout=5)
    assert [answer.values[Field.FIRST_NAME].value for answer in answers] == ["Ada", "Grace"]
    assert len(peer.calls) == 1


def test_one_answer_can_hold_a_hit_a_miss_a_broken_record_and_nothing(peer):
    leads = [Subject(email=f"lead{number}@example.com") for number in range(4)]
    rows = [
        "odd",
        {"type": "Contact", "attributes": None, "meta": {"input": {"emailAddress": leads[2].email}}},
        {"type": "NoMatch", "meta": {"input": {"emailAddress": leads[1].email}}},
        record(ZOOMINFO_PERSON, emailAddress=leads[0].email),
    ]
    peer.answer = Response(json.dumps({"data": rows}))
    answers = peer.vendor("zoominfo").look_up_many(leads, timeout=5)
    assert [(answer.outcome, answer.cost) for answer in answers] == [
        (Outcome.FOUND, PRICE),
        (Outcome.NOT_FOUND, 0),
        (Outcome.MALFORMED, 0),
        (Outcome.MALFORMED, 0),
    ]


def test_a_record_that_two_leads_share_is_asked_for_and_billed_once(peer):
    colleagues = [
        Subject(domain="example.com"),
        Subject(domain="www.example.com"),
        Subject(domain="firm.example"),
    ]
    rows = [record(ZOOMINFO_COMPANY, "Company", companyWebsite="http://example.com/")]
    peer.answer = Response(json.dumps({"data": rows}))
    answers = peer.vendor("zoominfo").look_up_many(colleagues, timeout=5)
    inputs = json.loads(peer.calls[0].data)["data"]["attributes"]["matchCompanyInput"]
    assert inputs == [{"companyWebsite": "www.example.com"}, {"companyWebsite": "www.firm.example"}]
    assert [(answer.outcome, answer.cost) for answer in answers] == [
        (Outcome.PARTIAL, PRICE),
        (Outcome.PARTIAL, 0),
        (Outcome.MALFORMED, 0),
    ]


def test_contacts_and_companies_do_not_share_a_call(peer):
    vendor = peer.vendor("zoominfo")
    kinds = [vendor.bulk_kind(subject) for subject in (ADA, NAMED, BARE_DOMAIN, Subject())]
    assert kinds == ["contact", "company", "company", ""]


# Refusals

ENVELOPES = {
    "of the docs": lambda code: {"error": {"code": code, "message": "Refused.", "requestId": "req_1"}},
    "of the OpenAPI": lambda code: {"errors": [{"code": code, "detail": "Refused.", "status": "400"}]},
}


@pytest.mark.parametrize("envelope", ENVELOPES)
@pytest.mark.parametrize(
    ("code", "status", "outcome"),
    [
        ("PFAPI0011", 400, Outcome.OUT_OF_CREDIT),
        ("PFAPI0005", 400, Outcome.INVALID_INPUT),
        ("ZI0001", 401, Outcome.AUTH_FAILED),
        ("ZI0002", 403, Outcome.FORBIDDEN_PLAN),
        ("ZI0003", 403, Outcome.FORBIDDEN_PLAN),
        ("ZI0004", 429, Outcome.RATE_LIMITED),
        ("PFAPI0007", 500, Outcome.PROVIDER_ERROR),
        ("PFAPI0010", 504, Outcome.PROVIDER_ERROR),
    ],
)
def test_an_empty_balance_is_a_400_and_codes_are_read_in_both_envelopes(ask, envelope, code, status, outcome):
    answer = ask("zoominfo", ENVELOPES[envelope](code), status, subject=ADA)
    assert (answer.outcome, answer.cost) == (outcome, 0)
    assert answer.detail == f"ZoomInfo answered {status}: {code} Refused."


def test_a_wait_of_thousands_of_seconds_is_told_as_it_is(ask):
    answer = ask("zoominfo", "", 429, subject=ADA, headers={"Retry-After": "3480"})
    assert (answer.outcome, answer.retry_after) == (Outcome.RATE_LIMITED, 3480)


def test_a_remainder_of_minus_one_is_no_error(ask):
    headers = dict.fromkeys(("X-RateLimit-Remaining-Second", "X-RateLimit-Remaining-Day"), "-1")
    assert ask("zoominfo", person(), subject=ADA, headers=headers).outcome is Outcome.FOUND


@pytest.mark.parametrize(
    ("usage", "outcome", "left"),
    [
        ([{"usageRemaining": 9}, {"usageRemaining": 4}], Outcome.FOUND, 4),
        ([{"usageRemaining": 9}, {"usageRemaining": 0}], Outcome.OUT_OF_CREDIT, 0),
        (["odd", {"usageRemaining": None}], Outcome.MALFORMED, None),
        ([], Outcome.MALFORMED, None),
    ],
)
def test_health_counts_the_records_left(ask, peer, usage, outcome, left):
    ask("zoominfo", {"data": [{"type": "UserUsage", "attributes": {"usage": usage}}]}, subject=ADA)
    health = peer.vendor("zoominfo").check_health(timeout=5)
    assert (health.outcome, health.credits_left) == (outcome, left)
