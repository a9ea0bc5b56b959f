from uuid import UUID

import pytest
from django.test import Client

from mauntic.crm.models import Contact
from scoring.model.models import ModelVersion
from scoring.scores.services.rescoring import rescore

PREVIEW = "/api/v1/scoring/scoring/config/preview"
RAISE = {"configs": [{"category": "data_quality", "factor": "has_email", "weight": 60, "enabled": True}]}


def send(client: Client, body: object):
    return client.post(PREVIEW, body, content_type="application/json")


def test_a_preview_tells_before_and_after(ops_web, contact, admin):
    Contact.objects.filter(pk=contact.pk).update(owner=admin)
    rescore()

    answer = send(ops_web, RAISE)

    assert answer.status_code == 200
    found = answer.json()
    assert {key: found[key] for key in ("contacts", "changed", "thresholdEvents", "warnings")} == {
        "contacts": 1,
        "changed": 1,
        "thresholdEvents": 3,
        "warnings": [],
    }
    assert found["histogram"][3] == {"low": 30, "high": 40, "before": 1, "after": 0}
    assert found["histogram"][8] == {"low": 80, "high": 90, "before": 0, "after": 1}
    assert [each for each in found["gradeTransitions"] if each["leads"]] == [
        {"before": "D", "after": "A", "leads": 1}
    ]
    assert found["crossings"][3] == {
        "threshold": 80,
        "up": 1,
        "down": 0,
        "contactsUp": [{"contactId": str(contact.pk), "name": "Val Price", "before": 35.0, "after": 85.0}],
        "contactsDown": [],
    }
    (load,) = found["reps"]
    assert (UUID(load["userId"]), load["name"]) == (admin.pk, str(admin))
    assert (load["newHotLeads"], load["weeklyCapacity"]) == (1, 20)


def test_a_preview_publishes_nothing(ops_web, contact):
    rescore()
    send(ops_web, RAISE)

    assert ModelVersion.objects.count() == 1
    assert send(ops_web, RAISE).json()["changed"] == 1


def test_an_own_factor_that_matches_everyone_is_a_warning(ops_web, contact):
    own = {
        "category": "fit",
        "factor": "initech",
        "weight": 5,
        "enabled": True,
        "label": "At Initech",
        "conditions": {"field": "company.name", "operator": "equals", "value": "initech"},
    }

    assert send(ops_web, {"configs": [own]}).json()["warnings"] == [
        {"factor": "initech", "message": "Matches the only lead.", "leads": 1}
    ]


@pytest.mark.parametrize(
    ("change", "status"), [({"weight": 101}, 400), ({"factor": "nonsense"}, 400), ({"extra": 1}, 400)]
)
def test_what_cannot_be_published_cannot_be_previewed(ops_web, contact, change, status):
    assert send(ops_web, {"configs": [RAISE["configs"][0] | change]}).status_code == status


def test_the_name_of_a_group_is_no_longer_than_what_is_kept_of_it(ops_web, contact):
    own = {"category": "fit", "factor": "a", "weight": 5, "enabled": True, "label": "A", "group": "g" * 61}

    answer = send(ops_web, {"configs": [own]})

    assert answer.status_code == 400
    assert answer.json()["details"] == {"a": ["Use a group name of at most 60 characters."]}


def test_reps_and_strangers_have_no_preview(web, stranger, contact):
    assert send(web, RAISE).status_code == 403
    assert send(stranger, RAISE).status_code == 401
