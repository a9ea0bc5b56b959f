import json
from decimal import Decimal

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.vendors.adapters.wappalyzer import Wappalyzer
from lead_intelligence.vendors.domain.outcomes import Outcome
from mauntic.kernel.http import HttpClient
from tests.lead_intelligence.vendors.adapters.conftest import KEY
from tests.lead_intelligence.vendors.adapters.shapes import ADA

PRICE = Decimal("0.03")
DONE, WAITING, BROKEN = (Subject(domain=f"{name}.example") for name in ("done", "waiting", "broken"))


def known(url, *names):
    return {
        "url": url,
        "technologies": [{"slug": name.lower(), "name": name, "versions": []} for name in names],
    }


@pytest.fixture
def ask_many(peer):
    def look_up(answer, *subjects, spent=None):
        headers = {} if spent is None else {"wappalyzer-credits-spent": str(spent)}
        peer.answer = Response(json.dumps(answer), headers=headers)
        return peer.vendor("wappalyzer").look_up_many(subjects, timeout=5)

    return look_up


@pytest.fixture
def forbid(httpserver: HTTPServer):
    """Look a lead up with a vendor that answers 403, and its balance with this."""

    def look_up(balance, status=200, message="Forbidden"):
        httpserver.expect_request("/v2/lookup").respond_with_json({"message": message}, status=403)
        httpserver.expect_request("/v2/credits/balance/").respond_with_json(balance, status=status)
        http = HttpClient(allow_loopback=True)
        vendor = Wappalyzer(api_key=KEY, http=http, base_url=httpserver.url_for("/"))
        return vendor.look_up(ADA, timeout=5)

    return look_up


def test_the_request_is_the_vendors(ask, peer):
    ask("wappalyzer", [known("https://example.com", "React")], subject=ADA)
    (call,) = peer.calls
    assert (call.method, call.path, call.headers["x-api-key"]) == ("GET", "/v2/lookup", KEY)
    assert call.args.to_dict() == {"urls": "https://example.com"}


@pytest.mark.parametrize(
    "url", ["https://example.com", "http://www.example.com/", "https://shop.example.com"]
)
def test_technologies_are_a_stack_in_one_spelling(ask, url):
    answer = ask("wappalyzer", [known(url, "Vue", "Cloudflare", "cloudflare")], subject=ADA)
    assert (answer.outcome, answer.cost) == (Outcome.FOUND, PRICE)
    assert answer.values == {Field.TECH_STACK: FieldValue(("Vue.js", "Cloudflare"), 0.9)}


def test_a_site_without_technologies_is_a_miss(ask):
    answer = ask("wappalyzer", [known("https://example.com")], subject=ADA)
    assert (answer.outcome, dict(answer.values), answer.cost) == (Outcome.NOT_FOUND, {}, PRICE)


@pytest.mark.parametrize("more", [{}, {"technologies": []}, {"technologies": [{"name": "React"}]}])
def test_a_site_that_is_being_looked_at_is_pending_whatever_it_lists(ask, more):
    answer = ask("wappalyzer", [{"url": "https://example.com", "crawl": True, **more}], subject=ADA)
    assert (answer.outcome, dict(answer.values), answer.retry_after) == (Outcome.PENDING, {}, 300)
    assert (answer.reference, answer.cost) == ("https://example.com", PRICE)


def test_one_answer_mixes_sites_that_are_done_pending_and_failed_each_told_apart(ask_many, peer):
    answer = [
        {"url": "https://broken.example", "errors": ["Something went wrong"]},
        {"url": "https://waiting.example", "crawl": True},
        known("https://www.done.example", "React"),
    ]
    done, waiting, broken = ask_many(answer, DONE, WAITING, BROKEN)
    (call,) = peer.calls
    assert call.args["urls"] == "https://done.example,https://waiting.example,https://broken.example"
    assert [each.outcome for each in (done, waiting, broken)] == [
        Outcome.FOUND,
        Outcome.PENDING,
        Outcome.PROVIDER_ERROR,
    ]
    assert [each.cost for each in (done, waiting, broken)] == [PRICE, PRICE, 0]
    assert broken.detail == "Wappalyzer: Something went wrong"


@pytest.mark.parametrize(
    "odd",
    [{"url": "https://waiting.example"}, {"url": "https://waiting.example", "technologies": 7}, "odd", None],
)
def test_a_site_that_makes_no_sense_or_is_left_out_spoils_no_other(ask_many, odd):
    done, waiting = ask_many([known("https://done.example", "React"), odd], DONE, WAITING)
    assert (done.outcome, waiting.outcome, waiting.cost) == (Outcome.FOUND, Outcome.MALFORMED, 0)


@pytest.mark.parametrize(
    ("spent", "costs"),
    [(None, [PRICE, PRICE]), (2, [PRICE, PRICE]), (1, [PRICE, 0]), (0, [0, 0]), (5, [4 * PRICE, PRICE])],
)
def test_the_bill_of_a_call_is_the_one_in_its_header(ask_many, spent, costs):
    answers = ask_many(
        [known("https://done.example", "React"), known("https://waiting.example")], DONE, WAITING, spent=spent
    )
    assert [answer.cost for answer in answers] == costs


def test_the_main_site_of_a_company_comes_before_its_others(ask):
    shop, main = known("https://shop.example.com", "Shopify"), known("https://www.example.com/", "React")
    answer = ask("wappalyzer", [main, shop], subject=ADA)
    assert answer.values[Field.TECH_STACK].value == ("React",)


def test_colleagues_share_a_site_that_is_asked_for_and_billed_once(ask_many, peer):
    ada, grace = Subject(email="ada@done.example"), Subject(email="grace@done.example")
    answers = ask_many([known("https://done.example", "React")], ada, grace)
    (call,) = peer.calls
    assert call.args["urls"] == "https://done.example"
    assert [(each.outcome, each.cost) for each in answers] == [(Outcome.FOUND, PRICE), (Outcome.FOUND, 0)]


def test_a_pending_site_is_asked_for_again_three_times_five_minutes_apart_and_billed_once(ask, peer):
    assert Wappalyzer.poll_after == (300, 300, 300)
    promised = ask("wappalyzer", [{"url": "https://example.com", "crawl": True}], subject=ADA)
    peer.answer = Response(json.dumps([known("https://example.com", "React")]))
    told = peer.vendor("wappalyzer").poll(promised.reference, ADA, timeout=5)
    assert (told.outcome, promised.cost, told.cost) == (Outcome.FOUND, PRICE, 0)
    assert [call.args.to_dict() for call in peer.calls] == [{"urls": "https://example.com"}] * 2


@pytest.mark.parametrize(
    ("balance", "status", "outcome"),
    [
        ({"message": "Forbidden"}, 403, Outcome.AUTH_FAILED),
        ({"credits": 0}, 200, Outcome.OUT_OF_CREDIT),
        ({"credits": 9}, 200, Outcome.OUT_OF_CREDIT),
        ({"credits": 4999}, 200, Outcome.FORBIDDEN_PLAN),
        ({"message": "Too Many Requests"}, 429, Outcome.PROVIDER_ERROR),
        ({}, 500, Outcome.PROVIDER_ERROR),
        ({"credits": "many"}, 200, Outcome.PROVIDER_ERROR),
    ],
)
def test_a_403_is_a_wrong_key_or_an_empty_account_as_the_free_balance_tells(forbid, balance, status, outcome):
    answer = forbid(balance, status)
    assert (answer.outcome, answer.http_status, answer.cost) == (outcome, 403, 0)


def test_a_wrong_base_url_is_not_taken_for_a_wrong_key(forbid, httpserver):
    answer = forbid({"credits": 1}, message="Missing Authentication Token")
    assert answer.outcome is Outcome.PROVIDER_ERROR
    assert [request.path for request, _ in httpserver.log] == ["/v2/lookup"]


@pytest.mark.parametrize(
    ("fault", "outcome"), [("bad_key", Outcome.AUTH_FAILED), ("out_of_credit", Outcome.OUT_OF_CREDIT)]
)
def test_the_balance_that_tells_a_403_apart_is_free(connect, sandbox, fault, outcome):
    sandbox.configure("wappalyzer", failure_rate=1, failure_mode=fault)
    assert connect("wappalyzer").look_up(ADA, timeout=5).outcome is outcome
    stats = sandbox.stats("wappalyzer")
    assert (stats["calls"], stats["health_calls"], stats["billed_units"]) == (1, 1, "0")


@pytest.mark.parametrize(
    ("status", "outcome", "pause"), [(400, Outcome.INVALID_INPUT, None), (429, Outcome.RATE_LIMITED, 60)]
)
def test_its_other_statuses_are_told_apart(ask, status, outcome, pause):
    answer = ask("wappalyzer", {"message": "?"}, status, subject=ADA)
    assert (answer.outcome, answer.retry_after, answer.cost) == (outcome, pause, 0)


@pytest.mark.parametrize(
    "subject", [Subject(email="ada@gmail.com"), Subject(domain="web.de"), Subject(company="Example")]
)
def test_a_mail_provider_is_never_looked_up(peer, subject):
    assert peer.vendor("wappalyzer").can_look_up(subject) is False


def test_what_no_column_can_hold_is_left_out(ask):
    answer = ask("wappalyzer", [known("https://example.com", "Re\0act", "\ud800")], subject=ADA)
    assert answer.values[Field.TECH_STACK].value == ("React",)


@pytest.mark.parametrize(
    ("body", "outcome", "left"),
    [
        ({"credits": 4999}, Outcome.FOUND, 4999),
        ({"credits": 0}, Outcome.OUT_OF_CREDIT, 0),
        ({"credits": None}, Outcome.MALFORMED, None),
    ],
)
def test_health_counts_the_credits_left(ask, peer, body, outcome, left):
    ask("wappalyzer", body, subject=ADA)
    health = peer.vendor("wappalyzer").check_health(timeout=5)
    assert (health.outcome, health.credits_left) == (outcome, left)
    assert peer.calls[-1].path == "/v2/credits/balance/"
