import json
import time
from decimal import Decimal

import pytest
from werkzeug import Response

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.vendors.domain.outcomes import Outcome
from tests.lead_intelligence.vendors.adapters.conftest import KEY
from tests.lead_intelligence.vendors.adapters.shapes import ADA, BARE_DOMAIN

PRICE = Decimal("0.0495")
DAY = 24 * 60 * 60 * 1000
NOW = int(time.time() * 1000)
ONE, TWO = Subject(domain="one.example"), Subject(domain="two.example")


def technology(name, days_ago=1.0):
    return {"Name": name, "Tag": "cms", "LastDetected": NOW - days_ago * DAY, "IsPremium": "no"}


def site(lookup, *technologies, visited_days_ago=0.0):
    path = {"Domain": lookup, "SubDomain": "", "Technologies": list(technologies)}
    result = {"IsDB": "True", "Spend": 0, "Paths": [path] if technologies else []}
    return {"Lookup": lookup, "Result": result, "Meta": None, "LastIndexed": NOW - visited_days_ago * DAY}


def body(*sites, errors=()):
    told = [{"Code": code, "Message": message} for code, message in errors]
    return {"Results": list(sites), "Errors": told}


@pytest.fixture
def ask_many(peer):
    def look_up(answer, *subjects):
        peer.answer = Response(json.dumps(answer))
        return peer.vendor("builtwith").look_up_many(subjects, timeout=5)

    return look_up


def test_the_request_is_the_vendors_and_wants_no_personal_data(ask, peer):
    ask("builtwith", {}, subject=ADA)
    (call,) = peer.calls
    assert (call.method, call.path, call.headers["Authorization"]) == ("GET", "/v22/api.json", f"API {KEY}")
    assert call.args.to_dict() == {
        "LOOKUP": "example.com",
        "NOPII": "yes",
        "NOMETA": "yes",
        "NOATTR": "yes",
    }


def test_technologies_of_all_paths_are_one_stack_in_one_spelling(ask):
    answer = ask(
        "builtwith", body(site("example.com", technology("Vue Js"), technology("Hubspot"))), subject=ADA
    )
    assert (answer.outcome, answer.cost) == (Outcome.FOUND, PRICE)
    assert answer.values == {Field.TECH_STACK: FieldValue(("Vue.js", "HubSpot"), 0.9)}


def test_technologies_that_the_site_stopped_showing_long_ago_are_left_out(ask):
    stack = [technology("React", 2), technology("Umbraco", 179), technology("Flash", 181)]
    answer = ask("builtwith", body(site("example.com", *stack)), subject=ADA)
    assert answer.values[Field.TECH_STACK].value == ("React", "Umbraco")


def test_how_long_ago_is_counted_from_the_last_visit_and_an_old_visit_is_trusted_less(ask):
    old = site("example.com", technology("React", 800), technology("Flash", 1200), visited_days_ago=799)
    answer = ask("builtwith", body(old), subject=ADA)
    assert answer.values[Field.TECH_STACK] == FieldValue(("React",), 0.6)


def test_a_technology_without_a_time_is_taken_as_in_use(ask):
    unseen = technology("React") | {"LastDetected": None}
    answer = ask("builtwith", body(site("example.com", unseen, technology("Nginx"))), subject=ADA)
    assert answer.values[Field.TECH_STACK].value == ("React", "Nginx")


@pytest.mark.parametrize(
    "answer", [body(site("example.com")), body(), body(site("other.example", technology("React")))]
)
def test_a_domain_without_technologies_is_a_miss_that_costs_a_credit(ask, answer):
    told = ask("builtwith", answer, subject=ADA)
    assert (told.outcome, dict(told.values), told.cost) == (Outcome.NOT_FOUND, {}, PRICE)


@pytest.mark.parametrize(
    ("code", "message", "outcome"),
    [
        (-2, "API Key is wrong - it needs to be a Guid.", Outcome.AUTH_FAILED),
        (-3, "You've run out of API Credits.", Outcome.OUT_OF_CREDIT),
        (-8, "Invalid root domain name or unsupported.", Outcome.INVALID_INPUT),
        (-1, "Something else.", Outcome.PROVIDER_ERROR),
        (-99, "Unknown.", Outcome.PROVIDER_ERROR),
        ("odd", "Unknown.", Outcome.PROVIDER_ERROR),
        (None, "Unknown.", Outcome.PROVIDER_ERROR),
    ],
)
@pytest.mark.parametrize("more", [{}, {"Results": []}, {"Results": None}])
def test_an_error_inside_a_200_is_told_apart_and_free(ask, code, message, outcome, more):
    answer = ask("builtwith", {"Errors": [{"Code": code, "Message": message}], **more}, subject=ADA)
    assert (answer.outcome, answer.http_status, answer.cost) == (outcome, 200, 0)
    assert answer.detail == f"BuiltWith: {message} ({code})"


def test_the_key_is_not_quoted_from_an_error_inside_a_200(ask):
    answer = ask("builtwith", body(errors=[(-2, f"API Key {KEY} is wrong.")]), subject=ADA)
    assert KEY not in answer.detail


def test_the_wait_is_in_the_body_of_a_429(ask):
    said = {"error": "Rate limit exceeded", "retryAfterSeconds": 3}
    assert ask("builtwith", said, 429, subject=ADA).retry_after == 3
    assert ask("builtwith", "slow down", 429, subject=ADA).retry_after == 60
    assert ask("builtwith", {"retryAfterSeconds": "soon"}, 429, subject=ADA).retry_after == 60


def test_several_domains_are_one_call_and_told_apart_by_their_look_up(ask_many, peer):
    answer = body(site("two.example", technology("React")), site("one.example", technology("Nginx")))
    one, two = ask_many(answer, ONE, TWO)
    (call,) = peer.calls
    assert call.args["LOOKUP"] == "one.example,two.example"
    assert one.values[Field.TECH_STACK].value == ("Nginx",)
    assert two.values[Field.TECH_STACK].value == ("React",)


def test_an_error_is_told_of_the_domains_without_a_result_alone(ask_many):
    one, two = ask_many(body(site("one.example", technology("React")), errors=[(-8, "Invalid.")]), ONE, TWO)
    assert (one.outcome, one.cost) == (Outcome.FOUND, PRICE)
    assert (two.outcome, two.cost) == (Outcome.INVALID_INPUT, 0)


def test_a_site_that_makes_no_sense_spoils_no_other(ask_many):
    odd = {"Lookup": "two.example", "Result": "odd"}
    one, two = ask_many(body(site("one.example", technology("React")), odd), ONE, TWO)
    assert (one.outcome, two.outcome, two.cost) == (Outcome.FOUND, Outcome.MALFORMED, 0)


def test_colleagues_share_a_domain_that_is_asked_for_and_billed_once(ask_many, peer):
    ada, grace = Subject(email="ada@one.example"), Subject(email="grace@one.example")
    answers = ask_many(body(site("one.example", technology("React"))), ada, grace)
    (call,) = peer.calls
    assert call.args["LOOKUP"] == "one.example"
    assert [(answer.outcome, answer.cost) for answer in answers] == [
        (Outcome.FOUND, PRICE),
        (Outcome.FOUND, 0),
    ]


@pytest.mark.parametrize(
    "subject", [Subject(email="ada@gmail.com"), Subject(domain="web.de"), Subject(company="Example")]
)
def test_a_mail_provider_is_never_looked_up(peer, subject):
    assert peer.vendor("builtwith").can_look_up(subject) is False
    assert peer.vendor("builtwith").can_look_up(BARE_DOMAIN) is True


def test_what_no_column_can_hold_is_left_out(ask):
    answer = ask(
        "builtwith", body(site("example.com", technology("Re\0act"), technology("\ud800"))), subject=ADA
    )
    assert answer.values[Field.TECH_STACK].value == ("React",)


@pytest.mark.parametrize(
    ("usage", "outcome", "left"),
    [
        ({"used": 1, "purchased": 10, "remaining": 9}, Outcome.FOUND, 9),
        ({"used": 10, "purchased": 10, "remaining": 0}, Outcome.OUT_OF_CREDIT, 0),
        ({"Errors": [{"Code": -2, "Message": "API Key is wrong."}]}, Outcome.AUTH_FAILED, None),
        ({"remaining": True}, Outcome.MALFORMED, None),
    ],
)
def test_health_counts_the_credits_left(ask, peer, usage, outcome, left):
    ask("builtwith", usage, subject=ADA)
    health = peer.vendor("builtwith").check_health(timeout=5)
    assert (health.outcome, health.credits_left) == (outcome, left)
    assert peer.calls[-1].path == "/usagev2/api.json"
