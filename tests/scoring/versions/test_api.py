"""The scoring model in the API."""

import pytest

from tests.scoring.api import BASE, send


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
        "warnings": [{"factor": "german", "message": "Matches none of 1 lead.", "leads": 0}],
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
        {"large.conditions.all[0].value": ["Enter a number, such as 200."]},
    )


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
