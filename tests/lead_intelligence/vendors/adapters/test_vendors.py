"""What holds for every vendor, over real HTTP."""

import json
from decimal import Decimal

import pytest

from lead_intelligence.leads.domain.fields import COMPANY_FIELDS, Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.vendors.adapters.base import Vendor
from lead_intelligence.vendors.adapters.registry import VENDORS, vendor_class
from lead_intelligence.vendors.domain.answers import Answer
from lead_intelligence.vendors.domain.outcomes import Outcome
from mauntic.kernel.errors import NotFound
from mauntic.kernel.http import HttpClient
from tests.lead_intelligence.vendors.adapters.conftest import KEY, options
from tests.lead_intelligence.vendors.adapters.shapes import ADA, BARE_DOMAIN, NAMED, UNSTORABLE

SLUGS = sorted(VENDORS)
OF_COMPANIES = {slug for slug in SLUGS if VENDORS[slug].supported_fields <= COMPANY_FIELDS}
IN_BULK = {slug for slug in SLUGS if VENDORS[slug].batch_size > 1}
WITHOUT_PROMISES = {"zoominfo", "lusha", "builtwith"}
"""They answer at once or not at all."""

pytestmark = pytest.mark.parametrize("slug", SLUGS)


def test_a_known_lead_is_found_with_normalized_values_and_its_price(slug, connect, sandbox):
    vendor: Vendor = connect(slug)
    answer = vendor.look_up(Subject(email="ada.lovelace@firm.example"), timeout=5)
    assert (answer.outcome, answer.http_status, answer.detail) == (Outcome.FOUND, 200, "")
    assert set(answer.values) <= vendor.supported_fields
    if slug in OF_COMPANIES:
        assert set(answer.values) == {Field.TECH_STACK}
    else:
        assert answer.values[Field.FIRST_NAME].value == "Ada"
        assert answer.values[Field.COMPANY].value == "Firm"
        assert answer.values[Field.LINKEDIN_URL].value.startswith("https://www.linkedin.com/in/ada-lovelace-")
    assert isinstance(answer.values.get(Field.COMPANY_SIZE, FieldValue(1, 1)).value, int)
    assert all(0 < found.confidence <= 1 for found in answer.values.values())
    assert answer.cost == Decimal(sandbox.stats(slug)["billed_cost"]) > 0
    assert sandbox.stats(slug)["calls"] == 1


def test_values_survive_json(slug, connect):
    answer = connect(slug).look_up(ADA, timeout=5)
    values = {name: found.value for name, found in answer.values.items()}
    assert json.loads(json.dumps(values)) == {
        str(name): list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }


def test_an_unknown_lead_is_not_found_and_costs_what_the_vendor_bills(slug, connect, sandbox):
    sandbox.configure(slug, miss_rate=1)
    email = "ada.lovelace@firm.example" if slug in OF_COMPANIES else "ada.lovelace@gmail.com"
    answer = connect(slug).look_up(Subject(email=email), timeout=5)
    assert (answer.outcome, dict(answer.values)) == (Outcome.NOT_FOUND, {})
    assert answer.cost == Decimal(sandbox.stats(slug)["billed_cost"])


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("server_error", Outcome.PROVIDER_ERROR),
        ("html", Outcome.MALFORMED),
        ("truncated", Outcome.MALFORMED),
        ("bad_key", Outcome.AUTH_FAILED),
        ("out_of_credit", Outcome.OUT_OF_CREDIT),
        ("rate_limited", Outcome.RATE_LIMITED),
        ("pending", Outcome.PENDING),
    ],
)
def test_every_fault_is_told_apart(slug, connect, sandbox, fault, outcome):
    sandbox.configure(slug, failure_rate=1, failure_mode=fault)
    answer = connect(slug).look_up(ADA, timeout=5)
    if fault == "pending" and slug in WITHOUT_PROMISES:
        outcome = Outcome.PROVIDER_ERROR
    assert (answer.outcome, dict(answer.values)) == (outcome, {})
    assert (answer.retry_after is not None) == (outcome in {Outcome.RATE_LIMITED, Outcome.PENDING})


def test_a_vendor_that_does_not_answer_in_time_is_a_transport_error(slug, connect, sandbox):
    sandbox.configure(slug, failure_rate=1, failure_mode="timeout", hang_seconds=5)
    answer = connect(slug).look_up(ADA, timeout=0.1)
    assert (answer.outcome, answer.http_status, answer.cost) == (Outcome.TRANSPORT_ERROR, None, 0)
    assert 90 <= answer.latency_ms < 2000
    assert answer.detail.endswith("ReadTimeout.")


def test_an_address_of_the_inner_network_is_not_called(slug):
    inner = "http://10.0.0.1"
    vendor = vendor_class(slug)(api_key=KEY, http=HttpClient(), base_url=inner, config=options(slug, inner))
    answer = vendor.look_up(ADA, timeout=1)
    assert (answer.outcome, answer.detail) == (
        Outcome.TRANSPORT_ERROR,
        "10.0.0.1 leads into the inner network.",
    )


def test_the_key_travels_in_a_header_and_is_never_quoted(slug, peer, ask):
    answer: Answer = ask(slug, f"no such key: {KEY}", 401, subject=ADA)
    (call,) = peer.calls
    assert KEY not in call.url
    # This server drops names with an underscore (Lusha), and a key may buy a token (ZoomInfo): see their own.
    carriers = [name for name, value in call.headers if KEY in value]
    assert carriers != [] or slug in {"lusha", "zoominfo"}
    assert answer.detail.endswith("answered 401: no such key: (key)")


@pytest.mark.parametrize("status", [301, 402, 409, 500, 502, 503, 529])
def test_other_statuses_are_the_vendors_fault_or_its_refusal_and_cost_nothing(slug, ask, status):
    answer: Answer = ask(slug, "", status, subject=ADA, headers={"Retry-After": "7"})
    refused = Outcome.OUT_OF_CREDIT if status == 402 else Outcome.PROVIDER_ERROR
    assert (answer.outcome, answer.http_status, answer.cost, answer.retry_after) == (refused, status, 0, 7)


@pytest.mark.parametrize("body", ["<html>", '{"person": {"id": "p', "", "[]", '"text"', "7", '{"data": []}'])
def test_a_body_of_another_shape_is_malformed_or_nothing(slug, ask, body):
    answer: Answer = ask(slug, body, subject=ADA)
    assert answer.outcome in {Outcome.MALFORMED, Outcome.NOT_FOUND}
    assert (answer.outcome is Outcome.NOT_FOUND) == (
        body == '{"data": []}' and slug in {"clearbit", "apollo"}
    )
    assert dict(answer.values) == {}


@pytest.mark.parametrize("part", ["person", "company", "organization"])
@pytest.mark.parametrize("odd", ["text", 7, True, []])
def test_a_part_of_another_type_is_malformed_or_ignored(slug, ask, part, odd):
    body = {"data": {part: odd}, part: odd}
    assert ask(slug, body, subject=ADA).outcome in {Outcome.MALFORMED, Outcome.NOT_FOUND}


def test_a_lead_of_whom_too_little_is_known_is_not_asked_for(slug, peer):
    vendor = peer.vendor(slug)
    for subject in (
        Subject(),
        Subject(first_name="Ada"),
        Subject(domain="gmail.com"),
        Subject(company="Example"),
    ):
        answer = vendor.look_up(subject, timeout=1)
        assert (answer.outcome, answer.cost, vendor.can_look_up(subject)) == (Outcome.INVALID_INPUT, 0, False)
    assert peer.calls == []


def test_a_mail_provider_is_never_asked_for_as_a_company(slug, peer):
    vendor = peer.vendor(slug)
    subject = Subject(email="ada@gmail.com", first_name="Ada", last_name="Lovelace", domain="gmail.com")
    vendor.look_up(subject, timeout=5)
    if slug in OF_COMPANIES:
        assert (peer.calls, vendor.can_look_up(subject)) == ([], False)
        return
    (call,) = peer.calls
    assert [value for value in call.args.values() if value == "gmail.com"] == []


def test_one_look_up_is_one_call(slug, connect, sandbox):
    vendor: Vendor = connect(slug)
    asked = [subject for subject in (ADA, NAMED, BARE_DOMAIN) if vendor.can_look_up(subject)]
    for subject in asked:
        assert vendor.look_up(subject, timeout=5).outcome.is_hit
    assert sandbox.stats(slug)["calls"] == len(asked)


def test_leads_of_one_kind_are_asked_for_together_each_with_its_answer_and_bill(slug, connect, sandbox):
    vendor: Vendor = connect(slug)
    sandbox.configure(slug, miss_rate=0.4)
    leads = [Subject(email=f"ada.lovelace@firm{number}.example") for number in range(vendor.batch_size)]
    assert {vendor.bulk_kind(lead) for lead in leads} == ({vendor.bulk_kind(ADA)})
    assert bool(vendor.bulk_kind(ADA)) == (slug in IN_BULK)
    answers = vendor.look_up_many(leads, timeout=5)
    stats = sandbox.stats(slug)
    assert (stats["calls"], stats["hits"] + stats["misses"]) == (1, len(leads))
    assert sum(answer.cost for answer in answers) == Decimal(stats["billed_cost"])
    alone = [vendor.look_up(lead, timeout=5) for lead in leads]
    assert [answer.values for answer in answers] == [answer.values for answer in alone]
    assert [answer.outcome for answer in answers] == [answer.outcome for answer in alone]


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("server_error", Outcome.PROVIDER_ERROR),
        ("html", Outcome.MALFORMED),
        ("truncated", Outcome.MALFORMED),
        ("bad_key", Outcome.AUTH_FAILED),
        ("out_of_credit", Outcome.OUT_OF_CREDIT),
        ("rate_limited", Outcome.RATE_LIMITED),
    ],
)
def test_a_bulk_call_that_fails_is_told_of_each_lead(slug, connect, sandbox, fault, outcome):
    sandbox.configure(slug, failure_rate=1, failure_mode=fault)
    leads = [Subject(email=f"ada.lovelace@firm{number}.example") for number in range(2)]
    answers = connect(slug).look_up_many(leads[: VENDORS[slug].batch_size], timeout=5)
    assert {answer.outcome for answer in answers} == {outcome}


def test_a_pending_answer_is_found_by_a_poll_and_billed_once(slug, connect, sandbox):
    if slug in WITHOUT_PROMISES:
        return
    vendor: Vendor = connect(slug)
    sandbox.configure(slug, failure_rate=1, failure_mode="pending")
    promised = vendor.look_up(ADA, timeout=5)
    looks = [vendor.poll(promised.reference, ADA, timeout=5)]
    sandbox.configure(slug, failure_rate=0)
    looks += [vendor.poll(promised.reference, ADA, timeout=5)]
    assert (promised.outcome, looks[-1].outcome) == (Outcome.PENDING, Outcome.FOUND)
    first_hit = next(each for each in looks if each.outcome.is_hit)
    assert promised.cost + first_hit.cost == Decimal(sandbox.stats(slug)["billed_cost"]) > 0


def test_health_is_asked_for_free(slug, connect, sandbox):
    vendor: Vendor = connect(slug)
    health = vendor.check_health(timeout=5)
    assert (health is not None and health.is_healthy) == bool(vendor.health_path)
    stats = sandbox.stats(slug)
    assert (stats["calls"], stats["billed_units"]) == (0, "0")


def test_a_wrong_key_is_seen_by_the_health_check(slug, connect):
    vendor: Vendor = connect(slug, api_key="wrong")
    health = vendor.check_health(timeout=5)
    assert (health.outcome if health else None) == (Outcome.AUTH_FAILED if vendor.health_path else None)


def test_a_health_answer_that_makes_no_sense_is_malformed(slug, peer):
    health = peer.vendor(slug).check_health(timeout=5)
    assert (health.outcome if health else Outcome.MALFORMED) is Outcome.MALFORMED


def test_the_registry_names_the_vendors_it_has(slug):
    assert vendor_class(slug).slug == slug
    with pytest.raises(NotFound, match="Choose one of clearbit, apollo, hunter"):
        vendor_class(f"{slug}-2")


def test_what_no_column_can_hold_is_left_out(slug, ask):
    if slug not in UNSTORABLE:  # the others have tests of their own
        return
    answer: Answer = ask(slug, UNSTORABLE[slug], subject=ADA)
    assert answer.values[Field.COMPANY].value == "Engines"
    assert answer.values[Field.FIRST_NAME].value == "Ada"
    assert Field.COMPANY_SIZE not in answer.values


def test_a_number_beyond_all_bounds_is_malformed(slug, ask):
    assert ask(slug, '{"data": 1e999}', subject=ADA).outcome is Outcome.MALFORMED
