"""The settings of the SDR agent over the API."""

import pytest
from rest_framework.test import APIClient

from revops.agents.sdr.models import SdrSequence, SdrSettings
from tests.conftest import ACME_HOST
from tests.factories.sequences import make_sequence

PATH = "/api/v1/revops/agents/sdr/settings"
DEFAULTS = {
    "mode": "off",
    "dailyCap": 20,
    "untouchedDays": 30,
    "leastConfidence": 0.6,
    "suggestsAnswers": True,
    "sequences": [],
}


@pytest.fixture
def api(make_user) -> APIClient:
    client = APIClient(headers={"host": ACME_HOST})
    client.force_login(make_user("ops"))
    return client


def test_without_changes_the_defaults_are_answered(api):
    assert api.get(PATH).json() == DEFAULTS


def test_the_settings_are_replaced_with_their_sequences_in_order(api, rep):
    first, second = make_sequence(rep, name="First"), make_sequence(rep, name="Second")
    sent = {
        **DEFAULTS,
        "mode": "copilot",
        "dailyCap": 5,
        "leastConfidence": 0.75,
        "suggestsAnswers": False,
        "sequences": [
            {"sequenceId": str(second.pk), "mode": "learning", "seniorities": ["vp"]},
            {"sequenceId": str(first.pk)},
        ],
    }
    answer = api.put(PATH, sent, format="json")

    assert answer.status_code == 200
    expected = [sent["sequences"][0], {"sequenceId": str(first.pk), "mode": "", "seniorities": []}]
    assert answer.json() == {**sent, "sequences": expected}
    assert api.get(PATH).json() == answer.json()
    assert SdrSettings.objects.get().updated_by.role == "ops"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"mode": "loud"}, "mode"),
        ({"dailyCap": 501}, "dailyCap"),
        ({"untouchedDays": -1}, "untouchedDays"),
        ({"leastConfidence": 1.01}, "leastConfidence"),
        ({"sequences": [{"sequenceId": "01a22eb8-d121-712f-b678-3c840d57aa75"}]}, "sequences"),
        ({"budget": 1}, "budget"),
    ],
)
def test_what_is_wrong_is_refused_with_its_field(api, wrong, field):
    answer = api.put(PATH, {**DEFAULTS, **wrong}, format="json")
    assert (answer.status_code, list(answer.json()["details"])) == (400, [field])
    assert not SdrSettings.objects.exists()


def test_a_rep_reads_and_does_not_change_them(web, rep):
    assert web.get(PATH).json()["mode"] == "off"
    assert (
        web.put(PATH, {**DEFAULTS, "mode": "autopilot"}, content_type="application/json").status_code == 403
    )
    assert not SdrSequence.objects.exists()
