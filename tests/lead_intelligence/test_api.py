"""What all endpoints of lead intelligence refuse."""

import json

import pytest

from mauntic.kernel.ids import new_id
from tests.factories.lead_intelligence import make_lead
from tests.lead_intelligence.api import send

APOLLO = {
    "name": "Apollo",
    "providerType": "apollo",
    "supportedFields": ["email", "title"],
    "priority": 1,
    "costPerLookup": 0.03,
}


@pytest.mark.parametrize(
    ("path", "body"), [("/providers/apollo", APOLLO), ("/waterfall/email", {"providerOrder": ["apollo"]})]
)
def test_reps_may_not_change_how_leads_are_enriched(web, path, body):
    assert send(web, "PUT", path, body).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "body", "key"),
    [
        ("POST", "/contacts/{lead}/enrich", {"fields": ["shoeSize"]}, "fields"),
        ("POST", "/contacts/{lead}/enrich", {"priority": "now"}, "priority"),
        ("POST", "/contacts/{lead}/enrich", {"field": "title"}, "field"),
        ("POST", "/contacts/enrich/batch", {"contactIds": []}, "contactIds"),
        ("POST", "/contacts/enrich/batch", {"contactIds": ["x"]}, "contactIds"),
        ("POST", "/contacts/{lead}/revert", {}, "field"),
        ("PUT", "/providers/apollo", APOLLO | {"costPerLookup": -1}, "costPerLookup"),
        ("PUT", "/providers/apollo", APOLLO | {"providerType": "palantir"}, "providerType"),
        ("PUT", "/providers/apollo", APOLLO | {"supportedFields": ["shoeSize"]}, "supportedFields"),
        ("PUT", "/providers/apollo", APOLLO | {"config": {"apikey": "x"}}, "config"),
        ("PUT", "/waterfall/email", {"providerOrder": []}, "providerOrder"),
        ("PUT", "/waterfall/email", {"providerOrder": ["apollo", "clearbit"]}, "providerOrder"),
        ("PUT", "/waterfall/email", {"providerOrder": ["builtwith"]}, "providerOrder"),
        ("PUT", "/waterfall/email", {"providerOrder": ["apollo"], "maxCostPerLead": -1}, "maxCostPerLead"),
        ("PUT", "/waterfall/email", {"providerOrder": ["apollo"], "minConfidence": 1.1}, "minConfidence"),
        ("PUT", "/waterfall/email", {"providerOrder": ["apollo"], "maxAttempts": 11}, "maxAttempts"),
        ("PUT", "/waterfall/shoeSize", {"providerOrder": ["apollo"]}, "fieldName"),
        ("POST", "/contacts/enrich/batch", {"contactIds": ["{lead}"], "fields": ["shoeSize"]}, "fields"),
        ("PUT", "/waterfall/email", {"providerOrder": ["palantir"]}, "providerOrder"),
        ("PUT", "/waterfall/email", {"providerOrder": ["apollo"], "timeoutMs": 99}, "timeoutMs"),
        ("GET", "/contacts/{lead}/enrichment-history?limit=101", None, "limit"),
    ],
)
def test_bad_input_is_refused_with_the_name_of_the_key(ops, method, path, body, key):
    lead = str(make_lead().pk)
    filled = json.loads(json.dumps(body).replace("{lead}", lead))
    answer = send(ops, method, path.replace("{lead}", lead), filled)
    assert (answer.status_code, answer.json()["code"], list(answer.json()["details"])) == (
        400,
        "invalid",
        [key],
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/batches/{missing}"),
        ("POST", "/batches/{missing}/cancel"),
        ("POST", "/contacts/{missing}/enrich"),
        ("GET", "/contacts/{missing}/enrichment-history"),
        ("GET", "/contacts/{missing}/provenance"),
        ("GET", "/health?providerId=palantir"),
        ("GET", "/waterfall?fieldName=shoeSize"),
    ],
)
def test_what_does_not_exist_is_not_found(ops, method, path):
    answer = send(ops, method, path.replace("{missing}", str(new_id())), {} if method == "POST" else None)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_strangers_are_kept_out(stranger):
    assert send(stranger, "GET", "/providers").status_code == 401
