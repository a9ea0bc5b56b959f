"""Muting signal types through the API."""

import pytest
from rest_framework.test import APIClient

from mauntic.kernel.clock import now
from scoring.alerts.models import MutedType
from tests.conftest import ACME_HOST
from tests.factories.alerts import make_alert
from tests.factories.crm import ContactFactory
from tests.support.queries import queries_of

MUTES = "/api/v1/scoring/signals/alerts/mutes"


def api_of(user) -> APIClient:
    client = APIClient(headers={"host": ACME_HOST})
    client.force_login(user)
    return client


@pytest.fixture
def api(rep) -> APIClient:
    return api_of(rep)


def test_a_type_is_muted_and_unmuted_for_the_user_alone(api, rep, manager):
    make_alert(ContactFactory(owner=rep), "EMAIL_REPLY", at=now())

    assert [api.put(f"{MUTES}/EMAIL_REPLY").status_code for _ in range(2)] == [204, 204]

    [mute] = api.get(MUTES).json()
    muted_at = MutedType.objects.get(user=rep).muted_at.isoformat().replace("+00:00", "Z")
    assert mute == {"signalType": "EMAIL_REPLY", "mutedAt": muted_at, "hiddenAlerts": 1}
    assert api_of(manager).get(MUTES).json() == []
    assert api_of(manager).delete(f"{MUTES}/EMAIL_REPLY").status_code == 204
    assert MutedType.objects.filter(user=rep).exists()
    assert api.delete(f"{MUTES}/EMAIL_REPLY").status_code == 204
    assert api.get(MUTES).json() == []


def test_a_type_that_does_not_exist_is_not_found(api):
    for answer in (api.put(f"{MUTES}/NO_SUCH_TYPE"), api.delete(f"{MUTES}/NO_SUCH_TYPE")):
        assert answer.status_code == 404
        assert answer.json()["error"] == "This signal type does not exist."


def test_a_field_that_is_not_known_is_refused(api):
    answer = api.put(f"{MUTES}/EMAIL_REPLY", {"until": "tomorrow"}, format="json")

    assert (answer.status_code, list(answer.json()["details"])) == (400, ["until"])
    assert not MutedType.objects.exists()


def test_strangers_mute_nothing(acme):
    stranger = APIClient(headers={"host": ACME_HOST})

    assert stranger.get(MUTES).status_code in {401, 403}
    assert stranger.put(f"{MUTES}/EMAIL_REPLY").status_code in {401, 403}
    assert not MutedType.objects.exists()


def test_the_list_costs_the_same_for_one_mute_and_for_three(api, rep):
    api.put(f"{MUTES}/EMAIL_OPEN")
    one = queries_of(lambda: api.get(MUTES))
    for code in ("EMAIL_REPLY", "PRICING_PAGE"):
        api.put(f"{MUTES}/{code}")

    assert queries_of(lambda: api.get(MUTES)) == one
