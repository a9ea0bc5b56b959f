"""Who is served by the API and the pages of scoring."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mauntic.crm.models import Contact
from mauntic.tenants.context import entered
from scoring.scores.services.rescoring import rescore
from tests.scoring.api import BASE


@pytest.mark.parametrize("path", ["score", "score/history", "signals"])
def test_what_is_not_there_is_404_with_error(web, contact, globex, path):
    with entered(globex):
        stranger = Contact.objects.create(phone="+14155550100")
        rescore()

    for pk in (uuid4(), stranger.pk):
        answer = web.get(f"{BASE}/contacts/{pk}/{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert answer.json()["error"] == answer.json()["message"]


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


BOARD, SETTINGS = "/scoring/", "/scoring/settings/"


@pytest.mark.parametrize("path", [BOARD, SETTINGS])
def test_pages_take_the_same_queries_for_one_lead_and_three(web, contact, path):
    rescore()
    web.get(path)
    with CaptureQueriesContext(connection) as one:
        web.get(path)
    Contact.objects.bulk_create(Contact(phone="+1") for _ in range(2))
    rescore()
    with CaptureQueriesContext(connection) as three:
        web.get(path)

    assert len(three) == len(one)


@pytest.mark.parametrize("path", [BOARD, SETTINGS])
def test_strangers_are_sent_to_sign_in(stranger, contact, path):
    rescore()

    answer = stranger.get(path)

    assert (answer.status_code, answer.url) == (302, f"{reverse('account_login')}?next={path}")


@pytest.mark.parametrize("model", ["modelversion", "leadscore", "signaltype", "intentsignal"])
def test_admins_look_at_the_rows(ops_web, contact, model):
    rescore()

    assert ops_web.get(reverse(f"admin:scoring_{model}_changelist")).status_code == 200
