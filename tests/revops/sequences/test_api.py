"""The API of sequences, as api.md has it."""

import pytest

from mauntic.delivery.models import Reason
from mauntic.delivery.suppression.services import suppress
from mauntic.kernel.ids import new_id
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.models.sequences import Sequence
from tests.factories.crm import ContactFactory
from tests.factories.sequences import make_sequence

URL = "/api/v1/revops/sequences"
EMAIL = {"type": "email", "delayDays": 0, "subject": "Hello", "body": "Yes?"}


def post(web, path: str, body: dict):
    return web.post(path, body, content_type="application/json")


def test_a_sequence_is_created_and_listed(web):
    answer = post(web, URL, {"name": "Trial", "steps": [EMAIL, {"type": "wait", "delayDays": 2}]})

    made = answer.json()
    assert answer.status_code == 201
    assert set(made) == {"id", "name", "stepCount", "status", "createdAt"}
    assert (made["name"], made["stepCount"], made["status"]) == ("Trial", 2, "draft")
    assert web.get(URL).json() == [made]


def test_steps_may_come_later(web):
    assert post(web, URL, {"name": "Empty"}).json()["stepCount"] == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "A", "steps": [{"type": "fax"}]}, "steps[0].type"),
        ({"name": "A", "steps": [EMAIL] * 9}, "steps"),
        ({"name": "A", "steps": [{"type": "wait"}]}, "steps[0].delayDays"),
        ({"name": "A", "steps": [{"type": "email", "body": "Hi"}]}, "steps[0].subject"),
    ],
)
def test_wrong_values_are_refused_by_their_names(web, body, field):
    answer = post(web, URL, body)

    assert answer.status_code == 400
    assert field in answer.json()["details"]
    assert not Sequence.objects.exists()


def test_a_contact_is_enrolled_once(web, rep):
    sequence, lead = make_sequence(rep), ContactFactory()
    path = f"{URL}/{sequence.pk}/enroll"

    answer = post(web, path, {"contactId": str(lead.pk)})
    assert (answer.status_code, answer.json()) == (200, {"message": f'{lead.name} enrolled in "Outreach".'})
    again = post(web, path, {"contactId": str(lead.pk)})
    assert (again.status_code, again.json()["message"]) == (409, f"{lead.name}: Already enrolled.")
    assert Enrollment.objects.count() == 1


def test_a_suppressed_contact_is_a_conflict(web, rep):
    sequence, lead = make_sequence(rep), ContactFactory()
    suppress(addresses=[lead.email], reason=Reason.UNSUBSCRIBED, source="link")

    assert post(web, f"{URL}/{sequence.pk}/enroll", {"contactId": str(lead.pk)}).status_code == 409


def test_what_does_not_exist_is_unknown(web, rep):
    sequence, lead = make_sequence(rep), ContactFactory()

    assert post(web, f"{URL}/{new_id()}/enroll", {"contactId": str(lead.pk)}).status_code == 404
    assert post(web, f"{URL}/{sequence.pk}/enroll", {"contactId": str(new_id())}).status_code == 404
