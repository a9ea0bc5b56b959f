"""The API does what its document says: schemathesis makes up requests and holds the answers to it.

The requests are right and wrong ones, single and in chains, and the same in every run. The product answers
them in a thread of this process, with one connection to the database, in a transaction that is rolled back.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import schemathesis
from django.core.servers.basehttp import WSGIRequestHandler, WSGIServer
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from drf_spectacular.generators import SchemaGenerator
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.engine import events, from_schema

from mauntic.accounts.models import User
from mauntic.accounts.services.api_keys import create_api_key
from mauntic.tenants.context import entered
from tests.conftest import ACME_HOST
from tests.support.api_rows import make_rows

CONFIG: dict[str, Any] = {
    "seed": 20261129,
    "workers": 1,
    "cache": {"enabled": False},
    "continue-on-failure": True,
    "generation": {
        "max-examples": 6,
        "deterministic": True,
        "database": "none",
        "no-shrink": True,
        # No text may hold NUL, however deep: `tests/kernel/test_json_values.py`.
        "allow-x00": False,
    },
    "phases": {
        "stateful": {"generation": {"max-examples": 12}},
        # It learns keys from errors, and ours have `details`.
        "fuzzing": {"error-feedback": {"enabled": False}},
    },
    "checks": {
        # `refusals_are_of_known_keys` says which valid requests may be refused.
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "400", "401", "403", "404", "409", "429", "503"],
        }
    },
}
_NOBODY, _WORDS = "an id of nothing that there is", "a notation that no pattern tells"
# What is valid by the document and refused all the same, because JSON Schema cannot say it.
REFUSED = {
    "cursor": "only cursors that a list gave are cursors",
    "page": "not together with a cursor",
    "offset": "not together with a cursor",
    "sort": "not together with a cursor, in orders that move",
    "sheet": "only of workbooks, and only visible ones",
    "now": "not before the deal was made",
    "detectedAt": "neither in the future nor more than a year ago",
    "completedAt": "not in the future",
    "recurrence": "only tasks repeat, and only while they are open and have a due date",
    "recursUntil": "only with a recurrence, on or after the due date",
    "reminderMinutes": "only of open tasks with a due date",
    "dueAt": "needed by what repeats or reminds",
    **dict.fromkeys(
        ("contactId", "accountId", "dealId", "assignedRep", "ownerId", "repId", "contactIds"), _NOBODY
    ),
    "providerOrder": "each vendor once, and only those that there are",
    "signalType": "only types that there are",
    "config": "the keys and addresses of this vendor's accounts",
    "probability": "a closed deal has none",
    "value": "a deal that is won is worth more than 0",
    **dict.fromkeys(
        ("country", "domain", "website", "phone", "directPhone", "currency", "revenueCurrency"), _WORDS
    ),
    **dict.fromkeys(
        ("email", "firstName", "lastName", "name", "company", "linkedinUrl", "seniority"), _WORDS
    ),
    "customFields": "only fields that are defined, and values of their kind",
    "choices": "of fields of choices alone, none twice, without ; and |, with keys that the field has",
    "kind": "a custom field keeps its kind",
    "owner": "a custom field keeps its records",
    "label": "not one of another field",
    "helpText": "no control characters",
    "metadata": "8 KB",
    "file": "no table of text",
    "draft": "either draft or notes, and more than spaces",
    "notes": "more than spaces",
    "subject": "notes have none",
    "goal": "more than spaces",
    "Idempotency-Key": "not of a stream",
    "mapping": "columns that the file has",
    "key": "needed until one is stored, and without accents",
    "baseUrl": "an address of http or https, needed by some vendors",
    "agents": "each once, and only models that there are",
    "sequences": "each once, and only sequences that there are",
}
# Here keys are those of the factors and rules that were sent.
NAMED_BY_CONTENT = {
    "PUT /api/v1/scoring/scoring/config",
    "POST /api/v1/scoring/scoring/config/preview",
    "PUT /api/v1/revops/routing/rules",
    "POST /api/v1/revops/sequences",
    # Paths into conditions.
    "POST /api/v1/crm/segments",
    "PUT /api/v1/crm/segments/{segmentId}",
    # Paths into steps, whose settings each action knows.
    "POST /api/v1/revops/workflows",
    "PUT /api/v1/revops/workflows/{workflowId}",
    "POST /api/v1/journeys",
    "PUT /api/v1/journeys/{journeyId}",
}


@schemathesis.check
def refusals_are_of_known_keys(ctx: Any, response: Any, case: Any) -> None:
    """A valid request is answered 400 only for what `REFUSED` names."""
    if response.status_code != 400 or not case.meta or not case.meta.generation.mode.is_positive:
        return
    if case.operation.label in NAMED_BY_CONTENT:
        return
    # What follows a stop is the name of a custom field that was sent.
    odd = sorted({key.partition(".")[0] for key in response.json()["details"]} - set(REFUSED))
    if odd:
        message = f"{odd}: {response.json()['message']}"
        raise Failure(operation=case.operation.label, title="Valid request refused", message=message)


class Quiet(WSGIRequestHandler):
    """Logs nothing of its own: the product does."""

    def log_message(self, *arguments: Any) -> None:
        pass


class Server(threading.Thread):
    """The product behind an address of loopback."""

    def __init__(self) -> None:
        super().__init__()
        self._app = get_wsgi_application()
        self._http = WSGIServer(("127.0.0.1", 0), Quiet)
        self._http.set_app(self._answer)
        self.address = f"http://127.0.0.1:{self._http.server_port}"
        self.key = ""
        self.ready = threading.Event()

    def run(self) -> None:
        try:
            with transaction.atomic(), entered("acme"):
                admin = User.objects.create_user("ada@acme.example", "a password", role="admin")
                make_rows(admin)
                self.key = create_api_key(user=admin, name="Properties")[1]
                self.ready.set()
                self._http.serve_forever(0.05)
                transaction.set_rollback(True)
        finally:
            self.ready.set()
            connection.close()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self.join()

    def _answer(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        environ["HTTP_HOST"] = ACME_HOST
        # What a failed statement breaks is the request's own savepoint.
        with transaction.atomic(), ExitStack() as done:
            response = self._app(environ, start_response)
            done.callback(response.close)
            return list(response)


@pytest.fixture
def server(db: None, settings: Any, media: Any) -> Iterator[Server]:
    settings.MAUNTIC_API_REQUESTS_PER_MINUTE = 10**6
    logging.disable(logging.CRITICAL)
    for signal in (request_started, request_finished):  # they would close a connection in a transaction
        signal.disconnect(close_old_connections)
    server = Server()
    server.start()
    server.ready.wait()
    try:
        yield server
    finally:
        server.stop()
        logging.disable(logging.NOTSET)
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def problems_in(event: events.EngineEvent) -> Iterator[str]:
    if isinstance(event, events.FatalError):
        raise event.exception
    if isinstance(event, events.NonFatalError):
        yield f"{event.label}: {event.info.format()}"
    if isinstance(event, events.ScenarioFinished):
        for case_id, nodes in event.recorder.checks.items():
            for failed in (node.failure_info for node in nodes if node.failure_info):
                answer = event.recorder.interactions[case_id].response
                yield "\n".join(
                    [
                        f"{failed.failure.operation}: {failed.failure.title}: {failed.failure.message}",
                        failed.code_sample or "",
                        answer.text[:1000] if answer else "",
                    ]
                )


def test_the_api_does_what_its_document_says(server: Server) -> None:
    config = CONFIG | {"base-url": server.address, "headers": {"Authorization": f"Bearer {server.key}"}}
    document = SchemaGenerator().get_schema(public=True)
    schema = schemathesis.openapi.from_dict(document, config=SchemathesisConfig.from_dict(config))
    problems = [problem for event in from_schema(schema).execute() for problem in problems_in(event)]
    assert problems == []
