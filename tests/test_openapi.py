"""The document that describes the API is whole, and names what the contract promises."""

import json

import pytest
from django.core.management import call_command

PROMISED = {
    "/api/v1/lead-intelligence/contacts/{contactId}/enrich": "post",
    "/api/v1/lead-intelligence/contacts/enrich/batch": "post",
    "/api/v1/lead-intelligence/batches/{batchId}": "get",
    "/api/v1/lead-intelligence/batches/{batchId}/cancel": "post",
    "/api/v1/lead-intelligence/contacts/{contactId}/enrichment-history": "get",
    "/api/v1/lead-intelligence/contacts/{contactId}/provenance": "get",
    "/api/v1/lead-intelligence/contacts/{contactId}/revert": "post",
    "/api/v1/lead-intelligence/providers": "get",
    "/api/v1/lead-intelligence/providers/{providerId}": "put",
    "/api/v1/lead-intelligence/health": "get",
    "/api/v1/lead-intelligence/waterfall": "get",
    "/api/v1/lead-intelligence/waterfall/{fieldName}": "put",
    "/api/v1/scoring/contacts/{contactId}/score": "get",
    "/api/v1/scoring/contacts/{contactId}/score/history": "get",
    "/api/v1/scoring/contacts/{contactId}/signals": "get",
    "/api/v1/scoring/scoring/recalculate": "post",
    "/api/v1/scoring/scoring/config": "put",
    "/api/v1/scoring/scoring/leaderboard": "get",
    "/api/v1/scoring/signals": "post",
    "/api/v1/scoring/signals/config": "get",
    "/api/v1/scoring/signals/config/{signalType}": "put",
    "/api/v1/revops/agents/next-best-action/{dealId}": "get",
    "/api/v1/revops/agents/deal-inspector/{dealId}/explainability": "get",
    "/api/v1/revops/deals": "post",
    "/api/v1/revops/deals/{id}": "patch",
    "/api/v1/revops/deals/{id}/stage": "put",
    "/api/v1/revops/activities": "post",
    "/api/v1/revops/pipeline/metrics": "get",
    "/api/v1/revops/leads/route": "post",
    "/api/v1/revops/routing/rules": "put",
    "/api/v1/crm/contacts": "get",
    "/api/v1/crm/companies": "get",
    "/api/v1/crm/imports": "post",
}


@pytest.fixture(scope="module")
def document(tmp_path_factory) -> dict:
    path = tmp_path_factory.mktemp("openapi") / "schema.json"
    call_command("spectacular", validate=True, fail_on_warn=True, format="openapi-json", file=str(path))
    return json.loads(path.read_text())


def without_names(path: str) -> str:
    """Paths are compared without the names of their parameters, which clients do not see."""
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def test_the_document_is_valid_openapi_3_1(document):
    assert document["openapi"].startswith("3.1")


def test_the_document_names_every_promised_endpoint(document):
    served = {
        (without_names(path), method) for path, methods in document["paths"].items() for method in methods
    }
    promised = {(without_names(path), method) for path, method in PROMISED.items()}
    assert promised - served == set()


def test_every_endpoint_asks_who_is_there(document):
    operations = [op for methods in document["paths"].values() for op in methods.values()]
    assert [op["operationId"] for op in operations if {} in op.get("security", [{}])] == []
