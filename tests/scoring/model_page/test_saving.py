"""Saving the page of the model."""

import re

import pytest

from scoring.model.models import ModelVersion
from scoring.model.selectors.versions import version_in_force
from scoring.scores.services.rescoring import rescore

SETTINGS = "/scoring/settings/"


def entered_weights(**changes: str) -> dict[str, str]:
    form = {}
    for row in version_in_force().factors.all():
        form[f"{row.factor}-weight"] = str(row.weight)
        form[f"{row.factor}-enabled"] = "on"
    return form | {key.replace("__", "-"): value for key, value in changes.items()}


def test_the_settings_show_every_factor_with_its_leads(ops_web, contact):
    rescore()

    page = ops_web.get(SETTINGS)

    assert page.status_code == 200
    for row in version_in_force().factors.all():
        assert row.weighted().factor.label in page.text
    assert 'title="1 of 1 lead"' in page.text
    assert "In force" in page.text


def test_saving_publishes_a_version_and_says_so(ops_web, contact):
    form = entered_weights(seniority_vp__weight="-3.5")
    del form["has_phone-enabled"]

    answer = ops_web.post(SETTINGS, form, follow=True)

    assert "Version 2 published" in answer.text
    weights = {row.factor: (str(row.weight), row.enabled) for row in version_in_force().factors.all()}
    assert (weights["seniority_vp"], weights["has_phone"]) == (("-3.50", True), ("15.00", False))


def test_saving_without_a_change_publishes_nothing(ops_web, contact):
    assert "No changes to publish" in ops_web.post(SETTINGS, entered_weights(), follow=True).text
    assert ModelVersion.objects.count() == 1


@pytest.mark.parametrize("weight", ["", "many", "101", "1.234"])
def test_a_weight_that_cannot_be_is_said_beside_it(ops_web, contact, weight):
    answer = ops_web.post(SETTINGS, entered_weights(has_email__weight=weight))

    assert answer.status_code == 422
    assert "Not published." in answer.text
    wrong = re.findall(r'id="id_has_email-weight-wrong">([^<]+)<', answer.text)
    assert len(wrong) == 1
    assert ModelVersion.objects.count() == 1


def test_an_old_version_is_one_click_away_once_it_said_what_it_would_change(ops_web, contact):
    ops_web.post(SETTINGS, entered_weights(has_email__weight="1"))

    asked = ops_web.get("/scoring/settings/versions/1/publish/")
    answer = ops_web.post("/scoring/settings/versions/1/publish/", follow=True)

    assert "Email address +1 → +10" in asked.text
    assert "Rolled back to version 1" in answer.text
    assert version_in_force().version == 1


@pytest.mark.parametrize("path", [SETTINGS, "/scoring/settings/versions/1/publish/"])
def test_reps_look_and_change_nothing(web, contact, path):
    assert web.post(path, entered_weights(has_email__weight="1")).status_code == 403
    assert "Publish v" not in web.get(SETTINGS).text
    assert ModelVersion.objects.count() == 1
