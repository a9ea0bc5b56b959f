import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mauntic.crm.models import Contact
from mauntic.tenants.context import entered
from scoring.models import ModelVersion
from scoring.selectors import version_in_force
from scoring.services import rescore
from tests.conftest import ACME_HOST

BOARD, SETTINGS = "/scoring/", "/scoring/settings/"


@pytest.fixture
def ops(admin) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def entered_weights(**changes: str) -> dict[str, str]:
    form = {}
    for row in version_in_force().factors.all():
        form[f"{row.factor}-weight"] = str(row.weight)
        form[f"{row.factor}-enabled"] = "on"
    return form | {key.replace("__", "-"): value for key, value in changes.items()}


def test_the_leaderboard_shows_rank_score_and_reasons(web, contact, globex):
    with entered(globex):
        Contact.objects.create(first_name="Somebody", last_name="Else", phone="+1")
        rescore()
    rescore()

    page = web.get(BOARD)

    assert page.status_code == 200
    assert "Vice president, Company of 200–999, E-mail address" in page.text
    assert page.text.count("Val Price") == 1
    assert "Somebody Else" not in page.text


def test_the_leaderboard_can_be_narrowed_to_a_grade(web, contact):
    rescore()

    assert "Val Price" in web.get(BOARD, {"grade": "D"}).text
    assert "No lead of this grade" in web.get(BOARD, {"grade": "A"}).text
    assert "Val Price" in web.get(BOARD, {"grade": "<script>"}).text


def test_an_empty_leaderboard_says_what_to_do_first(web, acme):
    assert "No lead has a score yet" in web.get(BOARD).text


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


def test_the_settings_show_every_factor_with_its_leads(ops, contact):
    rescore()

    page = ops.get(SETTINGS)

    assert page.status_code == 200
    for row in version_in_force().factors.all():
        assert row.weighted().factor.label in page.text
    assert 'title="1 of 1 leads"' in page.text
    assert "in force" in page.text


def test_saving_publishes_a_version_and_says_so(ops, contact):
    form = entered_weights(seniority_vp__weight="-3.5")
    del form["has_phone-enabled"]

    answer = ops.post(SETTINGS, form, follow=True)

    assert "Version 2 is in force" in answer.text
    weights = {row.factor: (str(row.weight), row.enabled) for row in version_in_force().factors.all()}
    assert (weights["seniority_vp"], weights["has_phone"]) == (("-3.50", True), ("15.00", False))


def test_saving_without_a_change_publishes_nothing(ops, contact):
    assert "Nothing was changed" in ops.post(SETTINGS, entered_weights(), follow=True).text
    assert ModelVersion.objects.count() == 1


@pytest.mark.parametrize("weight", ["", "many", "101", "1.234"])
def test_a_weight_that_cannot_be_is_said_beside_it(ops, contact, weight):
    answer = ops.post(SETTINGS, entered_weights(has_email__weight=weight))

    assert answer.status_code == 400
    assert "Nothing was published" in answer.text
    wrong = re.findall(r'id="id_has_email-weight-wrong">([^<]+)<', answer.text)
    assert len(wrong) == 1
    assert ModelVersion.objects.count() == 1


def test_an_old_version_is_one_click_away_once_it_said_what_it_would_change(ops, contact):
    ops.post(SETTINGS, entered_weights(has_email__weight="1"))

    asked = ops.get("/scoring/settings/versions/1/publish/")
    answer = ops.post("/scoring/settings/versions/1/publish/", follow=True)

    assert "E-mail address +1 → +10" in asked.text
    assert "Version 1 is in force again" in answer.text
    assert version_in_force().version == 1


@pytest.mark.parametrize("path", [SETTINGS, "/scoring/settings/versions/1/publish/"])
def test_reps_look_and_change_nothing(web, contact, path):
    assert web.post(path, entered_weights(has_email__weight="1")).status_code == 403
    assert "Publish as a new version" not in web.get(SETTINGS).text
    assert ModelVersion.objects.count() == 1


@pytest.mark.parametrize("model", ["modelversion", "leadscore", "signaltype", "intentsignal"])
def test_admins_look_at_the_rows(ops, contact, model):
    rescore()

    assert ops.get(reverse(f"admin:scoring_{model}_changelist")).status_code == 200


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"whose": "me"}, True),
        ({"whose": "nobody"}, False),
        ({"order": "up"}, False),
        ({"page": "2"}, False),
        ({"page": "x", "order": "x", "whose": "x", "days": "x"}, True),
    ],
)
def test_the_leaderboard_is_narrowed_ordered_and_paged_by_its_address(web, rep, contact, query, shown):
    Contact.objects.filter(pk=contact.pk).update(owner=rep)
    rescore()

    answer = web.get(BOARD, query)

    assert answer.status_code == 200
    assert ("Val Price" in answer.text) is shown


def test_the_leaderboard_shows_a_page_of_ranks_at_a_time(web, acme):
    Contact.objects.bulk_create(Contact(first_name=f"N{number}") for number in range(51))
    rescore()

    first, second = web.get(BOARD).text, web.get(BOARD, {"page": "2"}).text

    assert (first.count('data-label="Rank"'), second.count('data-label="Rank"')) == (50, 1)
    assert 'data-label="Rank" class="num text-end">51<' in second
    assert "Next ranks" in first
    assert "Next ranks" not in second
