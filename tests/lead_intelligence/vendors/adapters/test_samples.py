"""The vendors' own samples, where they lie beside the project: every one must be understood."""

import re

import pytest
from werkzeug import Response

from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.vendors.adapters.registry import VENDORS
from lead_intelligence.vendors.domain.outcomes import Outcome
from tests.lead_intelligence.vendors.adapters.shapes import ADA, BARE_DOMAIN, NAMED
from tests.support.shared import SHARED

SAMPLES = SHARED / "providers"

# Samples of calls that the adapters do not make, and of headers, which are no bodies.
NOT_USED = re.compile(
    r"headers|webhook|credit_usage|api_profile|usage_success|email_count|email_verifier|domain_search|people_find"
    r"|zoominfo/legacy|waterfall|builtwith/(bulk|whoami)|lusha/v3|person_bulk_request|callback"
)
HENRY = Subject(first_name="Henry", last_name="Schuck", company="ZoomInfo")
SUBJECTS = {
    "email_finder": NAMED,
    "companies_find": BARE_DOMAIN,
    "organization": BARE_DOMAIN,
    "gtm_companies": BARE_DOMAIN,
}
OUTCOMES = {
    "clearbit/auth_required_401.json": Outcome.AUTH_FAILED,
    "clearbit/combined_both_null_200.json": Outcome.NOT_FOUND,
    "clearbit/combined_partial_no_company_200.json": Outcome.PARTIAL,
    "clearbit/combined_partial_no_person_200.json": Outcome.PARTIAL,
    "clearbit/combined_queued_202.json": Outcome.PENDING,
    "clearbit/combined_success_200.json": Outcome.FOUND,
    "clearbit/email_invalid_422.json": Outcome.INVALID_INPUT,
    "clearbit/invalid_api_key_401.json": Outcome.AUTH_FAILED,
    "clearbit/not_found_404.json": Outcome.NOT_FOUND,
    "clearbit/over_quota_402.json": Outcome.OUT_OF_CREDIT,
    "clearbit/rate_limited_429.json": Outcome.RATE_LIMITED,
    "clearbit/unknown_route_404.json": Outcome.PROVIDER_ERROR,
    "apollo/forbidden_scope_403.json": Outcome.FORBIDDEN_PLAN,
    "apollo/organization_enrich_missing_domain_422.json": Outcome.INVALID_INPUT,
    "apollo/organization_enrich_no_match_200.json": Outcome.NOT_FOUND,
    "apollo/organization_enrich_success.json": Outcome.PARTIAL,
    "apollo/people_match_no_match_200.json": Outcome.PARTIAL,
    "apollo/people_match_no_match_null_200.json": Outcome.NOT_FOUND,
    "apollo/people_match_success.json": Outcome.FOUND,
    "apollo/rate_limited_429.json": Outcome.RATE_LIMITED,
    "apollo/unauthorized_401.txt": Outcome.AUTH_FAILED,
    "hunter/claimed_email_451.json": Outcome.LEGAL_BLOCK,
    "hunter/combined_find_success.json": Outcome.FOUND,
    "hunter/companies_find_success.json": Outcome.PARTIAL,
    "hunter/email_finder_not_found_200.json": Outcome.NOT_FOUND,
    "hunter/email_finder_success.json": Outcome.FOUND,
    "hunter/enrichment_not_found_404.json": Outcome.NOT_FOUND,
    "hunter/rate_limited_403.json": Outcome.RATE_LIMITED,
    "hunter/unauthorized_401.json": Outcome.AUTH_FAILED,
    "hunter/usage_exhausted_429.json": Outcome.OUT_OF_CREDIT,
    "hunter/wrong_params_400.json": Outcome.INVALID_INPUT,
    "zoominfo/gtm_companies_enrich_no_match.json": Outcome.NOT_FOUND,
    "zoominfo/gtm_companies_enrich_success.json": Outcome.PARTIAL,
    "zoominfo/gtm_contacts_enrich_company_fields.json": Outcome.FOUND,
    "zoominfo/gtm_contacts_enrich_no_match.json": Outcome.NOT_FOUND,
    "zoominfo/gtm_contacts_enrich_success.json": Outcome.FOUND,
    "zoominfo/gtm_credit_limit_400.json": Outcome.OUT_OF_CREDIT,
    "zoominfo/gtm_expired_token_401.json": Outcome.AUTH_FAILED,
    "zoominfo/gtm_missing_scope_403.json": Outcome.FORBIDDEN_PLAN,
    "zoominfo/gtm_rate_limited_429_docs_envelope.json": Outcome.RATE_LIMITED,
    "zoominfo/gtm_rate_limited_429_openapi_envelope.json": Outcome.RATE_LIMITED,
    "rocketreach/not_found_404.json": Outcome.NOT_FOUND,
    "rocketreach/person_lookup_complete_200.json": Outcome.FOUND,
    "rocketreach/person_lookup_complete_no_contact_200.json": Outcome.NOT_FOUND,
    "rocketreach/person_lookup_progress_cached_200.json": Outcome.PENDING,
    "rocketreach/person_lookup_searching_200.json": Outcome.PENDING,
    "rocketreach/rate_limited_429.json": Outcome.RATE_LIMITED,
    "rocketreach/unauthorized_401.json": Outcome.AUTH_FAILED,
    "lusha/error_envelope_v2_guide.json": Outcome.INVALID_INPUT,
    "lusha/person_error_400.json": Outcome.INVALID_INPUT,
    "lusha/person_error_401.json": Outcome.AUTH_FAILED,
    "lusha/person_error_402.json": Outcome.OUT_OF_CREDIT,
    "lusha/person_error_403_account_inactive.json": Outcome.FORBIDDEN_PLAN,
    "lusha/person_error_403_plan.json": Outcome.FORBIDDEN_PLAN,
    "lusha/person_error_404.json": Outcome.NOT_FOUND,
    "lusha/person_error_429.json": Outcome.RATE_LIMITED,
    "lusha/person_error_451.json": Outcome.LEGAL_BLOCK,
    "lusha/person_error_500.json": Outcome.PROVIDER_ERROR,
    "lusha/person_get_not_found_200.json": Outcome.NOT_FOUND,
    "lusha/person_get_success.json": Outcome.FOUND,
    "builtwith/domain_llms_txt_sample_200.json": Outcome.FOUND,
    "builtwith/error_bad_key_200.json": Outcome.AUTH_FAILED,
    "builtwith/error_invalid_domain_200.json": Outcome.INVALID_INPUT,
    "builtwith/error_out_of_credits_200.json": Outcome.OUT_OF_CREDIT,
    "builtwith/not_found_empty_200.json": Outcome.NOT_FOUND,
    "builtwith/rate_limited_429.json": Outcome.RATE_LIMITED,
    "builtwith/v22_domain_success_200.json": Outcome.FOUND,
    "wappalyzer/gateway_missing_token_403.json": Outcome.PROVIDER_ERROR,
    "wappalyzer/lookup_mixed_200.json": Outcome.FOUND,
    "wappalyzer/lookup_pending_200.json": Outcome.PENDING,
    "wappalyzer/lookup_success_200.json": Outcome.FOUND,
}
# What several leads, asked for with one call, learn from it.
BULK: dict[str, dict[Subject, Outcome]] = {
    "apollo/bulk_match_missing_details_400.json": {ADA: Outcome.INVALID_INPUT, NAMED: Outcome.INVALID_INPUT},
    "apollo/bulk_match_over_10_400.json": {ADA: Outcome.INVALID_INPUT, NAMED: Outcome.INVALID_INPUT},
    "apollo/bulk_match_partial_200.json": {
        ADA: Outcome.FOUND,
        NAMED: Outcome.NOT_FOUND,
        HENRY: Outcome.FOUND,
    },
    "apollo/bulk_match_success.json": {ADA: Outcome.FOUND, NAMED: Outcome.FOUND, HENRY: Outcome.FOUND},
    "lusha/person_bulk_success.json": {ADA: Outcome.FOUND, NAMED: Outcome.FOUND},
    "lusha/person_bulk_partial_200.json": {ADA: Outcome.FOUND, NAMED: Outcome.NOT_FOUND},
    # Nothing in the answer tells that these companies are the ones that were asked for.
    "zoominfo/gtm_companies_enrich_multi.json": {
        BARE_DOMAIN: Outcome.MALFORMED,
        Subject(domain="example.net"): Outcome.MALFORMED,
    },
    "zoominfo/gtm_contacts_enrich_multi.json": {ADA: Outcome.MALFORMED, HENRY: Outcome.FOUND},
    "zoominfo/gtm_contacts_enrich_partial.json": {ADA: Outcome.MALFORMED, HENRY: Outcome.FOUND},
}
# What is learned of a pending look-up, by its reference.
POLLS: dict[tuple[str, str], Outcome] = {
    ("rocketreach/check_status_failed_200.json", "123456"): Outcome.NOT_FOUND,
    ("rocketreach/check_status_mixed_200.json", "123456"): Outcome.FOUND,
    ("rocketreach/check_status_mixed_200.json", "123457"): Outcome.PENDING,
}
HEALTH = {
    "apollo/auth_health_200.json",
    "hunter/account_success.json",
    "lusha/account_usage.json",
    "lusha/account_usage_live_shape.json",
    "builtwith/usagev2_200.json",
    "wappalyzer/credits_balance_200.json",
    "zoominfo/gtm_users_usage_200.json",
    "rocketreach/account_200.json",
    "rocketreach/universal_account_200.json",
}

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="The vendors' sample answers do not lie beside the project."
)


def test_every_sample_of_a_call_that_is_made_has_its_outcome():
    found = {f"{slug}/{file.name}" for slug in VENDORS for file in (SAMPLES / slug).iterdir()}
    polled = {name for name, _ in POLLS}
    assert {name for name in found if not NOT_USED.search(name)} == {*OUTCOMES, *BULK, *polled, *HEALTH}


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_sample_is_mapped_to_its_outcome(ask, name):
    slug, _, file = name.partition("/")
    answer = ask(slug, (SAMPLES / name).read_bytes(), _status(file), subject=_subject(file))
    assert (answer.outcome, bool(answer.values)) == (OUTCOMES[name], OUTCOMES[name].is_hit)
    if answer.outcome is Outcome.FOUND:
        assert all(0 < found.confidence <= 1 for found in answer.values.values())


@pytest.mark.parametrize("name", BULK)
def test_a_sample_about_several_leads_tells_each_its_own(peer, name):
    peer.answer = Response((SAMPLES / name).read_bytes(), status=_status(name))
    answers = peer.vendor(name.partition("/")[0]).look_up_many(list(BULK[name]), timeout=5)
    assert [answer.outcome for answer in answers] == list(BULK[name].values())
    assert len(peer.calls) == 1


def test_the_sample_of_a_mixed_answer_tells_done_pending_and_failed_sites_apart(peer):
    # Its sites are three of one domain, and look-ups are made by domain: each gets one of its own here.
    sample = (SAMPLES / "wappalyzer/lookup_mixed_200.json").read_bytes()
    peer.answer = Response(sample.replace(b".example.com", b".example"))
    sites = [Subject(domain=f"{name}.example") for name in ("www", "pending", "broken")]
    answers = peer.vendor("wappalyzer").look_up_many(sites, timeout=5)
    outcomes = [Outcome.FOUND, Outcome.PENDING, Outcome.PROVIDER_ERROR]
    assert [answer.outcome for answer in answers] == outcomes


@pytest.mark.parametrize(("name", "reference"), POLLS)
def test_a_sample_of_a_later_look_is_mapped_to_its_outcome(peer, name, reference):
    peer.answer = Response((SAMPLES / name).read_bytes(), status=_status(name))
    answer = peer.vendor(name.partition("/")[0]).poll(reference, ADA, timeout=5)
    assert answer.outcome is POLLS[name, reference]


@pytest.mark.parametrize("name", sorted(HEALTH))
def test_a_sample_of_an_account_is_healthy(ask, peer, name):
    slug = name.partition("/")[0]
    ask(slug, (SAMPLES / name).read_bytes(), subject=ADA)
    assert peer.vendor(slug).check_health(timeout=5).is_healthy


def _status(file: str) -> int:
    told = re.search(r"_(\d{3})[_.]", file)
    return int(told[1]) if told else 200


def _subject(file: str) -> Subject:
    return next((subject for start, subject in SUBJECTS.items() if file.startswith(start)), ADA)
