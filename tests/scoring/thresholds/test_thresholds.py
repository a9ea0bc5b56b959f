"""Thresholds of an organization's own."""

from decimal import Decimal

import pytest
from django.test import Client

from mauntic.events.catalog import ScoreThresholdCrossed
from mauntic.kernel.errors import Invalid
from scoring.preview.selectors import preview_model
from scoring.scores.services.rescoring import rescore
from scoring.thresholds.selectors import scoring_settings, thresholds_in_force
from scoring.thresholds.services import change_settings
from scoring.versions.services.publish import FactorChange, proposed_model
from tests.conftest import ACME_HOST
from tests.scoring.conftest import NOW

PAGE, API = "/scoring/settings/thresholds/", "/api/v1/scoring/scoring/settings"
RAISED = FactorChange(category="fit", factor="has_email", weight=Decimal(70), enabled=True)


def test_an_organization_starts_with_four_thresholds(acme):
    assert thresholds_in_force() == [20, 40, 60, 80]


def test_crossings_are_told_of_the_thresholds_that_were_set(contact, facts_of):
    change_settings(thresholds=[35, 10, 36, 10])
    rescore(now=NOW)

    assert thresholds_in_force() == [10, 35, 36]
    told = [(fact["threshold"], fact["direction"]) for fact in facts_of(ScoreThresholdCrossed)]
    assert told == [(10, "up"), (35, "up")]


@pytest.mark.parametrize("wrong", [[0], [101], range(1, 22)])
def test_thresholds_are_whole_totals(acme, wrong):
    with pytest.raises(Invalid, match="whole scores from 1 to 100"):
        change_settings(thresholds=list(wrong))


def test_what_a_rep_can_take_on_is_set_without_touching_the_thresholds(acme):
    change_settings(hot_leads_a_week=7)

    assert (scoring_settings().hot_leads_a_week, thresholds_in_force()) == (7, [20, 40, 60, 80])
    with pytest.raises(Invalid, match="from 1 to"):
        change_settings(hot_leads_a_week=0)


def test_who_changed_the_settings_is_kept_and_logged(admin, caplog):
    change_settings(thresholds=[50], by=admin)

    settings = scoring_settings()
    assert (settings.changed_by, settings.changed_at is not None) == (admin, True)
    (line,) = [record.getMessage() for record in caplog.records if "settings_changed" in record.getMessage()]
    assert str(admin.pk) in line
    assert "[20, 40, 60, 80]" in line
    change_settings(thresholds=[50])
    assert scoring_settings().changed_by == admin


def test_the_page_shows_and_changes_them(ops_web):
    page = ops_web.get(PAGE).text
    assert 'value="20, 40, 60, 80"' in page

    answer = ops_web.post(PAGE, {"thresholds": "70; 30  50,30", "hot_leads_a_week": "5"}, follow=True)

    assert "Thresholds and capacity saved." in answer.text
    assert "Last changed" in answer.text
    assert (thresholds_in_force(), scoring_settings().hot_leads_a_week) == ([30, 50, 70], 5)
    assert ops_web.post(PAGE, {"thresholds": "", "hot_leads_a_week": "5"}).status_code == 302
    assert thresholds_in_force() == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"thresholds": "20, lots"}, "such as 20, 40, 60, 80"),
        ({"thresholds": "12.5"}, "such as 20, 40, 60, 80"),
        ({"thresholds": "-3"}, "such as 20, 40, 60, 80"),
        ({"thresholds": "101"}, "whole scores from 1 to 100"),
        ({"thresholds": "0"}, "whole scores from 1 to 100"),
        ({"hot_leads_a_week": "0"}, "greater than or equal to 1"),
        ({"hot_leads_a_week": ""}, "required"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(ops_web, typed, said):
    answer = ops_web.post(PAGE, {"thresholds": "20", "hot_leads_a_week": "20"} | typed)

    assert (answer.status_code, said in answer.text) == (422, True)
    assert (thresholds_in_force(), scoring_settings().hot_leads_a_week) == ([20, 40, 60, 80], 20)


def test_the_api_tells_and_changes_them(ops_web):
    before = {"thresholds": [20, 40, 60, 80], "weeklyCapacity": 20, "changedAt": None}
    assert ops_web.get(API).json() == before

    changed = put(ops_web, {"thresholds": [90, 10]})
    assert (changed["thresholds"], changed["weeklyCapacity"]) == ([10, 90], 20)
    assert put(ops_web, {"weeklyCapacity": 3}) == ops_web.get(API).json()
    assert scoring_settings().hot_leads_a_week == 3


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"thresholds": [0]}, "thresholds"),
        ({"thresholds": [12.5]}, "thresholds"),
        ({"thresholds": list(range(1, 22))}, "thresholds"),
        ({"thresholds": None}, "thresholds"),
        ({"weeklyCapacity": 0}, "weeklyCapacity"),
        ({"weeklyCapacity": "many"}, "weeklyCapacity"),
        ({"capacity": 5}, "capacity"),
    ],
)
def test_the_api_names_what_cannot_be(ops_web, body, field):
    answer = ops_web.put(API, body, content_type="application/json")

    assert (answer.status_code, list(answer.json()["details"])) == (400, [field])
    assert thresholds_in_force() == [20, 40, 60, 80]


def test_only_ops_and_admins_change_them(web, rep):
    assert web.put(API, {"weeklyCapacity": 5}, content_type="application/json").status_code == 403
    page = Client(headers={"host": ACME_HOST})
    page.force_login(rep)
    assert page.post(PAGE, {"thresholds": "20", "hot_leads_a_week": "5"}).status_code == 403
    assert "Only ops and admins" in page.get(PAGE).text


def test_the_preview_holds_the_capacity_against_what_a_rep_would_get(ops_web, contact, admin):
    contact.owner = admin
    contact.save()
    rescore()
    put(ops_web, {"weeklyCapacity": 1})
    seen = preview_model(proposed_model(changes=[RAISED]))
    assert (seen.capacity, [load.weeks for load in seen.reps]) == (1, [1.0])


def put(client: Client, body: dict[str, object]) -> dict[str, object]:
    answer = client.put(API, body, content_type="application/json")
    assert answer.status_code == 200, answer.text
    return answer.json()
