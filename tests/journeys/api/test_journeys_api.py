"""Journeys by the API."""

import pytest

from mauntic.automation.models import Definition, Origin, Run, RunReason, RunState
from mauntic.kernel.ids import new_id
from tests.factories.crm import ContactFactory
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/journeys"
WAIT = {"action": "wait", "settings": {"days": 3}}
TASK = {"action": "create_task", "settings": {"subject": "Call", "type": "task", "dueDays": 1}}
BODY = {
    "name": "Welcome",
    "trigger": "score_threshold",
    "triggerSettings": {"minScore": 60, "direction": "up"},
    "conditions": {"field": "contact.country", "operator": "equals", "value": "DE"},
    "steps": [WAIT, TASK],
    "options": {"againAfterDays": 30, "quietFrom": "21:00", "quietTo": "08:00"},
}


@pytest.fixture
def send(web, admin):
    web.force_login(admin)

    def send(method, path="", body=None, **kwargs):
        given = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(web, method)(f"{ROOT}{path}", **given, **kwargs)

    return send


@pytest.fixture
def made(send):
    """The id of a journey that is on, for leads in Germany."""
    return send("post", "", {**BODY, "enabled": True}).json()["id"]


def german(count=1):
    return ContactFactory.create_batch(count, country="DE")


def test_a_journey_is_created_shown_saved_and_deleted(send):
    created = send("post", "", BODY)
    assert created.status_code == 201
    journey = created.json()
    assert (journey["status"], journey["version"], created.headers["ETag"]) == ("draft", 1, '"1"')
    assert journey["triggerSettings"] == {"minScore": 60, "direction": "up"}
    assert [step["settings"] for step in journey["steps"]] == [{"days": 3}, TASK["settings"]]
    assert journey["options"] == {
        "againAfterDays": 30,
        "skipsImports": False,
        "goal": {},
        "exit": {},
        "quietFrom": "21:00",
        "quietTo": "08:00",
        "endsOnLeaving": False,
    }
    path = f"/{journey['id']}"
    assert send("get", path).json() == journey
    steps = [*journey["steps"], WAIT]
    saved = send("put", path, {**BODY, "name": "Hello", "steps": steps}, headers={"If-Match": '"1"'})
    assert (saved.status_code, saved.json()["version"]) == (200, 2)
    assert [step["id"] for step in saved.json()["steps"][:2]] == [step["id"] for step in steps[:2]]
    assert send("put", path, BODY, headers={"If-Match": '"1"'}).status_code == 409
    assert send("put", path, BODY, headers={"If-Match": "one"}).status_code == 400
    assert send("delete", path).status_code == 204
    assert send("get", path).status_code == 404


def test_publishing_and_pausing_turn_it_on_and_off(send, admin):
    path = f"/{send('post', '', BODY).json()['id']}"
    assert send("post", f"{path}/publish", {}).json()["status"] == "on"
    assert Definition.objects.get().switched_by == admin
    assert send("delete", path).status_code == 409
    assert send("post", f"{path}/pause", {}).json()["status"] == "off"
    assert send("put", path, {**BODY, "enabled": True}).json()["status"] == "on"
    assert send("post", f"{path}/publish", {"now": True}).status_code == 400


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"trigger": "deal_created"}, "trigger"),
        ({"triggerSettings": {"minScore": 0, "direction": "up"}}, "triggerSettings.minScore"),
        ({"triggerSettings": {"min_score": 9, "direction": "up"}}, "triggerSettings.minScore"),
        ({"steps": [{**TASK, "settings": {**TASK["settings"], "dueDays": -1}}]}, "steps[0].settings.dueDays"),
        ({"steps": []}, "steps"),
        ({"options": {"coolDownHours": 3}}, "options.coolDownHours"),
        ({"options": {"goal": {"field": "x", "operator": "is_set"}}}, "options.goal.field"),
        ({"conditions": {"field": "x", "operator": "is_set"}}, "conditions.field"),
        ({"name": " "}, "name"),
        ({"color": "red"}, "color"),
    ],
)
def test_a_wrong_part_is_named_as_the_api_names_it(send, change, path):
    answer = send("post", "", {**BODY, **change})
    assert answer.status_code == 400
    assert path in answer.json()["details"]


def test_leads_are_enrolled_by_the_api_and_others_refused_with_the_reason(send, made, admin, run_jobs):
    first, inside = german(2)
    stranger, gone = ContactFactory(country="FR"), new_id()
    with run_jobs():
        send("post", f"/{made}/enroll", {"contactIds": [str(inside.pk)]})
        body = {"contactIds": [str(pk) for pk in (first.pk, first.pk, inside.pk, stranger.pk, gone)]}
        preview = send("post", f"/{made}/enroll", {**body, "previewOnly": True}).json()
        answer = send("post", f"/{made}/enroll", body).json()
    assert answer == preview
    assert answer["enrolled"] == 1
    assert [(each["contactId"], each["why"]) for each in answer["refused"]] == [
        (str(inside.pk), "The lead is in this journey."),
        (str(stranger.pk), "The lead does not match the conditions."),
        (str(gone), "This lead does not exist."),
    ]
    run = Run.objects.get(subject_id=first.pk)
    assert (run.origin, run.started_by, run.state) == (Origin.API, admin, RunState.WAITING)


def test_nobody_is_enrolled_in_a_journey_that_is_off(send):
    path = f"/{send('post', '', BODY).json()['id']}/enroll"
    assert send("post", path, {"contactIds": [str(german()[0].pk)]}).status_code == 409
    assert send("post", path, {"contactIds": []}).status_code == 400


def test_people_at_each_step_are_counted_listed_and_let_out(send, made, run_jobs):
    contacts = german(3)
    with run_jobs():
        send("post", f"/{made}/enroll", {"contactIds": [str(each.pk) for each in contacts]})
    steps = send("get", f"/{made}/steps").json()
    assert [(each["position"], each["waiting"], each["isCurrent"]) for each in steps] == [
        (1, 3, True),
        (2, 0, True),
    ]
    assert steps[0]["sentence"] == "Wait 3 days"
    page = send("get", f"/{made}/people?limit=2&step={steps[0]['step']}").json()
    assert (page["total"], len(page["data"])) == (3, 2)
    assert send("get", f"/{made}/people?step={steps[1]['step']}").json()["data"] == []
    assert send("post", f"/{made}/leave", {"contactIds": [str(contacts[0].pk)]}).json() == {"left": 1}
    Run.objects.filter(subject_id=contacts[1].pk).update(state=RunState.FAILED)
    first = send("get", f"/{made}/steps").json()[0]
    assert (first["waiting"], first["running"], first["failed"]) == (1, 0, 1)
    failed = send("get", f"/{made}/people?state=failed").json()["data"]
    assert [each["subjectId"] for each in failed] == [str(contacts[1].pk)]
    assert send("get", f"/{made}/people?state=gone").status_code == 400
    assert Run.objects.get(subject_id=contacts[0].pk).reason == RunReason.STOPPED


def test_people_at_steps_of_older_versions_are_counted_behind(send, made, run_jobs):
    with run_jobs():
        send("post", f"/{made}/enroll", {"contactIds": [str(german()[0].pk)]})
    send("put", f"/{made}", {**BODY, "steps": [TASK]})
    steps = send("get", f"/{made}/steps").json()
    assert [(each["isCurrent"], each["version"], each["waiting"]) for each in steps] == [
        (True, 2, 0),
        (False, 1, 1),
    ]


def test_many_journeys_and_people_cost_as_many_queries_as_few(send, made, run_jobs):
    def of(path):
        return queries_of(lambda: send("get", path))

    few = of(""), of(f"/{made}/people"), of(f"/{made}/steps")
    for number in range(5):
        send("post", "", {**BODY, "name": f"Journey {number}"})
    with run_jobs():
        send("post", f"/{made}/enroll", {"contactIds": [str(each.pk) for each in german(10)]})
    assert (of(""), of(f"/{made}/people")) == few[:2]
    assert of(f"/{made}/steps") <= few[2] + 1


@pytest.mark.parametrize(
    ("role", "read", "write"), [("rep", 403, 403), ("manager", 200, 403), ("ops", 200, 201)]
)
def test_managers_read_and_ops_change(send, made, web, make_user, role, read, write):
    web.force_login(make_user(role, "somebody@acme.example"))
    assert send("get").status_code == read
    assert send("get", f"/{made}").status_code == read
    assert send("get", f"/{made}/people").status_code == read
    assert send("post", "", {**BODY, "name": "Another"}).status_code == write
    assert send("post", f"/{made}/enroll", {"contactIds": [str(new_id())]}).status_code == (
        403 if write == 403 else 200
    )


def test_a_workflow_is_no_journey(send, admin):
    workflow = Definition.objects.create(kind="workflow", name="W", created_by=admin)
    for path in ("", "/steps", "/people"):
        assert send("get", f"/{workflow.pk}{path}").status_code == 404
    assert send("post", f"/{workflow.pk}/publish", {}).status_code == 404
    assert send("delete", f"/{workflow.pk}").status_code == 404


def test_people_are_moved_to_the_current_version_after_a_preview(send, made, run_jobs):
    assert send("get", f"/{made}/move").status_code == 404
    with run_jobs():
        send("post", f"/{made}/enroll", {"contactIds": [str(german()[0].pk)]})
    assert send("post", f"/{made}/move", {}).status_code == 409
    step = send("get", f"/{made}").json()["steps"][0]
    send("put", f"/{made}", {**BODY, "steps": [{**step, "settings": {"days": 9}}]})
    preview = send("get", f"/{made}/move/preview").json()
    assert preview == {
        "version": 2,
        "count": 1,
        "underWay": 0,
        "lines": [
            {
                "version": 1,
                "at": "Wait 3 days",
                "to": "Wait 9 days",
                "how": "stays",
                "sentence": "They go on waiting, as long as the step says now.",
                "count": 1,
            }
        ],
    }
    with run_jobs():
        started = send("post", f"/{made}/move", {})
    assert (started.status_code, started.json()["total"]) == (202, 1)
    done = send("get", f"/{made}/move").json()
    assert (done["state"], done["moved"], done["version"]) == ("done", 1, 2)
    assert Run.objects.get().version.number == 2
