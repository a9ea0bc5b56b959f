from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from revops.activities.models import Activity
from revops.health.models import DealHealth
from tests.conftest import ACME_HOST
from tests.factories.revops import DealFactory

DAY = timedelta(days=1)
ACTION = "/api/v1/revops/agents/next-best-action/{}"
REPORT = "/api/v1/revops/agents/deal-inspector/{}/explainability"
PATHS = pytest.mark.parametrize("path", [ACTION, REPORT])


@pytest.fixture
def api(rep) -> APIClient:
    client = APIClient(headers={"host": ACME_HOST})
    client.force_login(rep)
    return client


@pytest.fixture
def deal(rep):
    """A deal of the rep, made and left alone on 1 October."""
    at = datetime(2026, 10, 1, 9, tzinfo=UTC)
    return DealFactory(name="Big one", owner=rep, created_at=at, stage_entered_at=at)


def test_the_next_best_action_is_answered_as_the_contract_says(api, deal):
    answer = api.get(ACTION.format(deal.pk), {"now": "2026-10-20T09:00:00Z"}).json()

    assert list(answer) == ["dealId", "action", "risk", "explainability"]
    assert answer["dealId"] == str(deal.pk)
    assert list(answer["action"]) == ["type", "priority", "title", "reason", "dueInHours", "playbook"]
    assert (answer["action"]["type"], answer["action"]["dueInHours"]) == ("reengagement_sequence", 24)
    assert 3 <= len(answer["action"]["playbook"]) <= 6
    assert (answer["risk"]["level"], answer["risk"]["score"]) == ("at_risk", 53)
    assert answer["risk"]["flags"][0] == "no_activity"
    signals = {signal["key"]: signal for signal in answer["explainability"]["signals"]}
    assert {type(signal["value"]) for signal in signals.values()} == {str}
    assert signals["no_activity"] == {
        "key": "no_activity",
        "label": "No activity",
        "value": "19",
        "impact": "negative",
        "weight": 17,
        "reason": "No activity since the deal was created 19 days ago.",
    }


def test_the_deal_inspector_is_answered_as_the_contract_says(api, deal):
    answer = api.get(REPORT.format(deal.pk), {"now": "2026-10-20T09:00:00Z"}).json()

    assert list(answer) == ["dealId", "report", "explainability"]
    assert list(answer["report"]) == ["dealId", "riskLevel", "flags", "recommendations", "score"]
    assert answer["report"]["flags"][0] == "no_activity"
    assert "" in {signal["value"] for signal in answer["explainability"]["signals"]}
    assert list(answer["explainability"]) == ["summary", "confidence", "generatedAt", "signals"]
    assert answer["explainability"]["generatedAt"] == "2026-10-20T09:00:00Z"
    assert len(answer["explainability"]["signals"]) == 15
    pulled = sum(
        signal["weight"] * {"negative": -1, "positive": 1, "neutral": 0}[signal["impact"]]
        for signal in answer["explainability"]["signals"]
    )
    assert 100 + pulled == answer["report"]["score"]
    assert answer["report"]["recommendations"][1] == "Contact the buyer, and log the result."


@PATHS
def test_another_moment_gives_another_answer_and_nothing_is_written(api, deal, path):
    first, later = (
        api.get(path.format(deal.pk), {"now": f"2026-{day}T09:00:00Z"}).json() for day in ("10-02", "11-20")
    )

    assert first["explainability"]["summary"].startswith("Healthy (70 of 100)")
    assert later["explainability"]["summary"].startswith("Critical (")
    assert not DealHealth.objects.exists()


@PATHS
def test_what_became_known_later_is_left_out(api, deal, path):
    at = datetime(2026, 10, 20, tzinfo=UTC)
    before = api.get(path.format(deal.pk), {"now": at.isoformat()}).json()
    Activity.objects.create(deal=deal, type="call", created_at=at + DAY, completed_at=at + DAY)

    assert api.get(path.format(deal.pk), {"now": at.isoformat()}).json() == before
    assert api.get(path.format(deal.pk), {"now": (at + 2 * DAY).isoformat()}).json() != before


@PATHS
@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("yesterday", "Send a time such as"),
        ("2026-09-30T00:00:00Z", "The deal was created at 2026-10-01T09:00:00+00:00"),
    ],
)
def test_an_odd_moment_is_refused_in_words(api, deal, path, moment, said):
    answer = api.get(path.format(deal.pk), {"now": moment})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert answer.json()["message"].startswith(f"now: {said}")


@PATHS
def test_an_odd_id_is_refused_in_words(api, path):
    answer = api.get(path.format("big-one"))

    assert (answer.status_code, answer.json()["message"]) == (
        400,
        'dealId: "big-one" is not the id of a deal. Send a UUID.',
    )


@PATHS
def test_what_a_person_may_not_see_does_not_exist_for_them(api, path, colleague, globex):
    others = DealFactory(owner=colleague)
    with entered(globex):
        elsewhere = DealFactory()
    answers = [api.get(path.format(pk)) for pk in (others.pk, elsewhere.pk, uuid4())]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "not_found")] * 3


@PATHS
def test_strangers_are_told_to_sign_in(stranger, deal, path):
    assert stranger.get(path.format(deal.pk)).status_code == 401


@PATHS
def test_a_closed_deal_needs_nothing(api, rep, path):
    lost = DealFactory(owner=rep, stage="closed_lost", closed_at=now(), lost_reason="Price")
    answer = api.get(path.format(lost.pk)).json()

    assert (answer["explainability"]["confidence"], answer["explainability"]["signals"]) == (1.0, [])
    assert answer.get("action", {}).get("type", "none") == "none"
