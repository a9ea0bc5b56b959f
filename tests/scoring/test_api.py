from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from scoring.models import IntentSignal, LeadScore, ScoreHistory, SignalType
from scoring.services import rescore
from tests.conftest import ACME_HOST
from tests.factories.scoring import make_signal

BASE = "/api/v1/scoring"


@pytest.fixture
def ops_web(admin) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def send(client: Client, method: str, path: str, body: object):
    return getattr(client, method)(f"{BASE}{path}", body, content_type="application/json")


def instant(moment) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def test_a_score_has_the_keys_of_the_contract(web, contact):
    rescore()

    answer = web.get(f"{BASE}/contacts/{contact.pk}/score")

    assert answer.status_code == 200
    assert answer.json() == {
        "id": str(contact.pk),
        "contactId": str(contact.pk),
        "totalScore": 35.0,
        "grade": "D",
        "engagementScore": 0.0,
        "fitScore": 25.0,
        "intentScore": 0.0,
        "components": {"engagement": 0.0, "fit": 25.0, "intent": 0.0, "dataQuality": 10.0},
        "topContributors": [
            {"factor": "seniority_vp", "points": 15.0},
            {"factor": "company_size_mid", "points": 10.0},
            {"factor": "has_email", "points": 10.0},
        ],
        "scoredAt": instant(LeadScore.objects.get().scored_at),
    }


@pytest.mark.parametrize("path", ["score", "score/history", "signals"])
def test_what_is_not_there_is_404_with_error(web, contact, globex, path):
    with entered(globex):
        stranger = Contact.objects.create(phone="+14155550100")
        rescore()

    for pk in (uuid4(), stranger.pk):
        answer = web.get(f"{BASE}/contacts/{pk}/{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert answer.json()["error"] == answer.json()["message"]


def test_a_contact_that_has_no_score_yet_is_404(web, contact):
    assert web.get(f"{BASE}/contacts/{contact.pk}/score").status_code == 404


def test_history_is_narrowed_by_days_and_count(web, contact):
    today = now().date()
    for days_ago in range(4):
        day = today - timedelta(days=days_ago)
        ScoreHistory.objects.create(contact=contact, day=day, total=days_ago, engagement=1, fit=2, intent=3)
    path = f"{BASE}/contacts/{contact.pk}/score/history"

    assert web.get(path, {"limit": 1}).json() == [
        {"date": str(today), "totalScore": 0.0, "engagementScore": 1.0, "fitScore": 2.0, "intentScore": 3.0}
    ]
    query = {"from": str(today - timedelta(days=2)), "to": str(today - timedelta(days=1))}
    assert [row["totalScore"] for row in web.get(path, query).json()] == [2.0, 1.0]


def test_signals_say_what_is_left_of_them(web, contact):
    half = make_signal(contact, "PRICING_PAGE", detected_at=now() - timedelta(hours=36))
    make_signal(contact, "DEMO_REQUEST", detected_at=now() - timedelta(hours=48))
    path = f"{BASE}/contacts/{contact.pk}/signals"

    (found,) = web.get(path, {"activeOnly": "true"}).json()

    assert found == {
        "id": str(half.pk),
        "signalType": "PRICING_PAGE",
        "source": "content",
        "weight": 0.9,
        "currentWeight": pytest.approx(0.45, abs=0.001),
        "detectedAt": instant(half.detected_at),
        "expiresAt": instant(half.expires_at),
        "decayModel": "linear",
    }
    assert [row["currentWeight"] for row in web.get(path).json()][1:] == [0.0]


def test_the_leaderboard_is_best_first(web, contact):
    Contact.objects.create(phone="+14155550100")
    rescore()

    assert [row["totalScore"] for row in web.get(f"{BASE}/scoring/leaderboard").json()] == [35.0, 15.0]
    assert len(web.get(f"{BASE}/scoring/leaderboard", {"limit": 1}).json()) == 1


def test_one_contact_is_recalculated_for_anybody(web, contact):
    answer = send(web, "post", "/scoring/recalculate", {"contactId": str(contact.pk)})

    assert answer.json() == {"message": "1 scored, 1 changed.", "contactsProcessed": 1}
    assert LeadScore.objects.get().total == 35


def test_everybody_is_recalculated_for_ops_only(web, ops_web, contact):
    assert send(web, "post", "/scoring/recalculate", {}).status_code == 403
    assert send(ops_web, "post", "/scoring/recalculate", {"batchSize": 1}).json()["contactsProcessed"] == 1


def test_recalculating_nobody_is_404(web, acme):
    assert send(web, "post", "/scoring/recalculate", {"contactId": str(uuid4())}).status_code == 404


def test_the_model_that_is_read_can_be_written_back(ops_web, contact):
    configs = ops_web.get(f"{BASE}/scoring/config").json()
    assert configs[0] == {"category": "data_quality", "factor": "has_email", "weight": 10.0, "enabled": True}
    configs[0]["weight"] = -4.5

    answer = send(ops_web, "put", "/scoring/config", {"configs": configs})

    assert (answer.status_code, answer.json()) == (200, {"message": "Version 2 of the model is in force."})
    assert ops_web.get(f"{BASE}/scoring/config").json() == configs


def test_an_own_factor_is_made_read_back_and_removed(ops_web, contact):
    german = {"field": "contact.country", "operator": "equals", "value": "DE"}
    own = {"category": "fit", "factor": "german", "weight": -5.0, "enabled": True}
    said = {"label": "German", "conditions": german}

    answer = send(ops_web, "put", "/scoring/config", {"configs": [own | said], "caps": {"fit": 30}})

    assert answer.json() == {
        "message": "Version 2 of the model is in force.",
        "warnings": [{"factor": "german", "message": "Matches no one of 1 leads.", "leads": 0}],
    }
    assert ops_web.get(f"{BASE}/scoring/config").json()[-1] == own | said | {"signal": "", "group": ""}
    answer = send(ops_web, "put", "/scoring/config", {"configs": [own | {"remove": True}]})
    assert answer.json() == {"message": "Version 3 of the model is in force."}
    assert len(ops_web.get(f"{BASE}/scoring/config").json()) == 16


def test_conditions_that_cannot_be_are_400_and_named_by_their_path(ops_web, acme):
    wrong = {"all": [{"field": "company.employees", "operator": "at_least", "value": "many"}]}
    own = {"category": "fit", "factor": "large", "weight": 5, "enabled": True, "label": "Large"}

    answer = send(ops_web, "put", "/scoring/config", {"configs": [own | {"conditions": wrong}]})

    assert (answer.status_code, answer.json()["details"]) == (
        400,
        {"large.conditions.all[0].value": ["A number is needed, such as 200."]},
    )


def test_more_leads_than_a_request_can_score_are_scored_in_the_background(ops_web, contact, monkeypatch):
    monkeypatch.setattr("scoring.api.views.scores.MOST_AT_ONCE", 0)

    answer = send(ops_web, "post", "/scoring/recalculate", {})

    assert answer.json() == {"message": "1 are being scored in the background.", "contactsProcessed": 1}
    assert send(ops_web, "post", "/scoring/recalculate", {}).status_code == 409


@pytest.mark.parametrize(
    ("change", "named"),
    [({"factor": "charm"}, "charm"), ({"weight": 101}, "has_email"), ({"colour": "red"}, "configs")],
)
def test_a_bad_model_is_400_and_says_where(ops_web, acme, change, named):
    config = {"category": "data_quality", "factor": "has_email", "weight": 1, "enabled": True} | change

    answer = send(ops_web, "put", "/scoring/config", {"configs": [config]})

    assert (answer.status_code, list(answer.json()["details"])) == (400, [named])


def test_reps_may_not_change_the_model(web, acme):
    config = {"category": "data_quality", "factor": "has_email", "weight": 1, "enabled": True}

    assert send(web, "put", "/scoring/config", {"configs": [config]}).status_code == 403


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


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/contacts/{pk}/score"),
        ("get", "/contacts/{pk}/score/history"),
        ("get", "/contacts/{pk}/signals"),
        ("post", "/scoring/recalculate"),
        ("get", "/scoring/config"),
        ("put", "/scoring/config"),
        ("get", "/scoring/leaderboard"),
        ("post", "/signals"),
    ],
)
def test_nobody_is_served_without_signing_in(stranger, contact, method, path):
    rescore()

    assert getattr(stranger, method)(BASE + path.format(pk=contact.pk)).status_code == 401


def test_numbers_are_exact(web, contact):
    make_signal(contact, "PRICING_PAGE", detected_at=now() - timedelta(hours=36))
    rescore()

    total = web.get(f"{BASE}/contacts/{contact.pk}/score").json()["totalScore"]
    assert Decimal(str(total)) == LeadScore.objects.get().total
