"""Signals and their types in the API."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from mauntic.kernel.clock import now
from scoring.scores.models import LeadScore
from scoring.scores.services.rescoring import rescore
from scoring.signals.models import IntentSignal, SignalType
from tests.conftest import ACME_HOST
from tests.factories.scoring import make_signal
from tests.scoring.api import instant, send

SIGNALS, CONFIG = "/api/v1/scoring/signals", "/api/v1/scoring/signals/config"


@pytest.fixture
def ops(make_user) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user("ops"))
    return client


def put(client: Client, code: str, body: object):
    return client.put(f"{CONFIG}/{code}", body, content_type="application/json")


def post(client: Client, contact, **body):
    told = {"contactId": str(contact.pk), "signalType": "FUNDING_ROUND", "source": "feed"} | body
    return client.post(SIGNALS, told, content_type="application/json")


def test_all_types_are_listed_the_heaviest_first(web, acme):
    rows = web.get(CONFIG).json()

    assert len(rows) == 44
    assert rows[0] == {
        "signalType": "DEMO_REQUEST",
        "category": "first_party",
        "weight": 1.0,
        "decayHours": 24,
        "decayModel": "linear",
        "priority": "critical",
        "tier": "hot",
        "source": "content",
        "enabled": True,
    }


def test_what_is_changed_holds_for_signals_from_then_on(ops, contact):
    before = make_signal(contact, "FUNDING_ROUND")
    rescore()
    scored = LeadScore.objects.get()
    body = {"weight": 0.25, "decayHours": 10, "decayModel": "linear", "tier": "cool"}

    answer = put(ops, "FUNDING_ROUND", body)

    assert (answer.status_code, {key: answer.json()[key] for key in body}) == (200, body)
    rescore(now=scored.scored_at)
    assert LeadScore.objects.get().intent_score == scored.intent_score
    at = now() - timedelta(hours=3)
    post(ops, contact, detectedAt=at.isoformat())
    after = IntentSignal.objects.exclude(pk=before.pk).get()
    assert (float(after.weight), after.expires_at - after.detected_at) == (0.25, timedelta(hours=10))
    assert after.decay_model == "linear"
    before.refresh_from_db()
    assert float(before.weight) == 0.9


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"weight": 1.001}, "weight"),
        ({"weight": -0.1}, "weight"),
        ({"decayHours": 0}, "decayHours"),
        ({"decayHours": 1_000_000}, "decayHours"),
        ({"decayModel": "cubic"}, "decayModel"),
        ({"tier": "boiling"}, "tier"),
        ({"enabled": "perhaps"}, "enabled"),
        ({"colour": "red"}, "colour"),
        ({}, "weight"),
    ],
)
def test_a_bad_setting_is_refused_by_name(ops, acme, body, field):
    answer = put(ops, "PRICING_PAGE", body)

    assert (answer.status_code, list(answer.json()["details"])) == (400, [field])
    assert SignalType.objects.get(pk="PRICING_PAGE").decay_hours == 72


def test_an_unknown_type_is_not_found(ops, acme):
    answer = put(ops, "NO_SUCH", {"weight": 1})

    assert (answer.status_code, answer.json()["error"]) == (404, "Signal type NO_SUCH does not exist.")


def test_reps_read_and_do_not_change_and_strangers_do_neither(web, stranger):
    assert put(web, "PRICING_PAGE", {"weight": 1}).status_code == 403
    assert stranger.get(CONFIG).status_code == 401
    assert put(stranger, "PRICING_PAGE", {"weight": 1}).status_code == 401


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"signalType": "FUNDING"}, "signalType", "Did you mean FUNDING_ROUND?"),
        ({"detectedAt": "2200-01-01T00:00:00Z"}, "detectedAt", "in the future"),
        ({"detectedAt": "2001-01-01T00:00:00Z"}, "detectedAt", "more than a year ago"),
        ({"metadata": {"text": "x" * 9000}}, "metadata", "at most 8192"),
        ({"metadata": [1]}, "metadata", "object"),
        ({"weight": 0.5}, "weight", "does not exist"),
        ({"source": ""}, "source", "blank"),
    ],
)
def test_a_bad_signal_is_refused_with_what_to_do(web, contact, change, field, said):
    answer = post(web, contact, **change)

    assert answer.status_code == 400
    assert said in " ".join(answer.json()["details"][field])
    assert not IntentSignal.objects.exists()


def test_a_signal_that_is_sent_again_with_its_key_is_counted_once(web, contact):
    for _ in range(2):
        body = {"contactId": str(contact.pk), "signalType": "FUNDING_ROUND", "source": "feed"}
        answer = web.post(
            SIGNALS, body, content_type="application/json", headers={"Idempotency-Key": "round-b"}
        )
        assert answer.status_code == 201

    assert IntentSignal.objects.get().count == 1


@pytest.mark.parametrize(
    "who", [lambda contact: {"contactId": str(contact.pk)}, lambda _: {"email": "VAL@initech.example"}]
)
def test_a_third_party_reports_a_signal(web, contact, run_jobs, who):
    detected = now() - timedelta(hours=1)
    body = {
        "signalType": "FUNDING_ROUND",
        "source": "crunchbase",
        "detectedAt": instant(detected),
        "metadata": {"Round size": "B"},
    }
    with run_jobs():
        answer = send(web, "post", "/signals", body | who(contact))

    assert answer.status_code == 201
    assert (answer.json()["signalType"], answer.json()["weight"]) == ("FUNDING_ROUND", 0.9)
    row = IntentSignal.objects.get()
    assert (row.contact, row.metadata, row.detected_at) == (contact, {"Round size": "B"}, detected)
    contact.refresh_from_db()
    assert round(contact.intent_score) == 90


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"signalType": "NO_SUCH"}, 400),
        ({"email": "val@initech.example"}, 400),
        ({"contactId": str(uuid4())}, 404),
        ({"weight": 3}, 400),
        ({"detectedAt": "2200-01-01T00:00:00Z"}, 400),
        ({"signalType": "TOPIC_SURGE"}, 409),
    ],
)
def test_a_bad_signal_is_refused(web, contact, change, status):
    SignalType.objects.filter(code="TOPIC_SURGE").update(enabled=False)
    body = {"contactId": str(contact.pk), "signalType": "FUNDING_ROUND", "source": "feed"} | change

    assert send(web, "post", "/signals", body).status_code == status
    assert not IntentSignal.objects.exists()
