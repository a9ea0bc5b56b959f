"""The vendors' own samples, where they lie beside the project: every one must be understood."""

import re
from pathlib import Path

import pytest

from lead_intelligence.domain.answers import Subject
from lead_intelligence.domain.outcomes import Outcome
from lead_intelligence.vendors.registry import VENDORS
from tests.lead_intelligence.vendors.shapes import ADA, BARE_DOMAIN, NAMED

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "providers"

# Samples of calls that the adapters do not make, and of headers, which are no bodies.
NOT_LOOKED_UP = re.compile(
    r"headers|bulk|webhook|credit|auth_health|account|usage_success|email_count|email_verifier|domain_search|people_find"
)
SUBJECTS = {"email_finder": NAMED, "companies_find": BARE_DOMAIN, "organization": BARE_DOMAIN}
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
}
HEALTH = {"apollo/auth_health_200.json", "hunter/account_success.json"}

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="The vendors' sample answers do not lie beside the project."
)


def test_every_sample_of_a_look_up_has_its_outcome():
    found = {f"{slug}/{file.name}" for slug in VENDORS for file in (SAMPLES / slug).iterdir()}
    assert {name for name in found if not NOT_LOOKED_UP.search(name)} == set(OUTCOMES)


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_sample_is_mapped_to_its_outcome(ask, name):
    slug, _, file = name.partition("/")
    told = re.search(r"_(\d{3})\.", file)
    answer = ask(slug, (SAMPLES / name).read_bytes(), int(told[1]) if told else 200, subject=_subject(file))
    assert (answer.outcome, bool(answer.values)) == (OUTCOMES[name], OUTCOMES[name].is_hit)
    if answer.outcome is Outcome.FOUND:
        assert all(0 < found.confidence <= 1 for found in answer.values.values())


@pytest.mark.parametrize("name", sorted(HEALTH))
def test_a_sample_of_an_account_is_healthy(ask, peer, name):
    slug = name.partition("/")[0]
    ask(slug, (SAMPLES / name).read_bytes(), subject=ADA)
    assert peer.vendor(slug).check_health(timeout=5).is_healthy


def _subject(file: str) -> Subject:
    return next((subject for start, subject in SUBJECTS.items() if file.startswith(start)), ADA)
