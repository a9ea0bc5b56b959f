"""Workflows by the API."""

import pytest

from mauntic.accounts.models import AccessPolicy, SeenByReps
from mauntic.automation.models import Definition, Run
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.starting.firing import begin, new_run
from mauntic.kernel.ids import new_id
from tests.factories.revops import DealFactory
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/revops/workflows"
BODY = {
    "name": "New deals",
    "trigger": "stage_changed",
    "triggerSettings": {"toStages": ["demo"]},
    "actions": [{"action": "create_task", "settings": {"subject": "Call", "type": "task", "dueDays": 1}}],
    "options": {"coolDownHours": 4},
    "enabled": True,
}


@pytest.fixture
def send(web, admin):
    web.force_login(admin)

    def send(method, path="", body=None, **kwargs):
        given = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(web, method)(f"{ROOT}{path}", **given, **kwargs)

    return send


def run_for(definition_id, deal) -> Run:
    definition = Definition.objects.select_related("current").get(pk=definition_id)
    row = new_run(definition, Script(definition.current), deal.pk, cause_key=str(new_id()), origin="event")
    begin([row])
    return row


def test_a_workflow_is_created_listed_and_saved(send):
    created = send("post", "", BODY)
    assert created.status_code == 201
    workflow = created.json()
    assert (workflow["status"], workflow["version"], workflow["problems"]) == ("on", 1, [])
    assert workflow["triggerSettings"] == {"toStages": ["demo"]}
    assert workflow["options"] == {"coolDownHours": 4, "skipsImports": False}
    listed = send("get").json()
    assert listed == [{name: value for name, value in workflow.items() if name != "problems"}]
    saved = send("put", f"/{workflow['id']}", {**BODY, "triggerSettings": {}, "enabled": False})
    assert (saved.json()["version"], saved.json()["status"]) == (2, "off")
    stale = send("put", f"/{workflow['id']}", BODY, headers={"If-Match": created.headers["ETag"]})
    assert stale.status_code == 409


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"trigger": "manual"}, "trigger"),
        ({"triggerSettings": {"toStages": ["moon"]}}, "triggerSettings.toStages"),
        ({"actions": [{"action": "split_random"}]}, "actions[0].action"),
        (
            {"actions": [{"action": "create_task", "settings": {"due_days": 1}}]},
            "actions[0].settings.dueDays",
        ),
        ({"options": {"goal": {}}}, "options.goal"),
        ({"steps": []}, "steps"),
    ],
)
def test_a_wrong_part_is_named_as_the_api_names_it(send, change, path):
    answer = send("post", "", {**BODY, **change})
    assert answer.status_code == 400
    assert path in answer.json()["details"]
    assert not Definition.objects.exists()


def test_executions_show_each_action_in_a_constant_number_of_queries(send, run_jobs):
    workflow = send("post", "", BODY).json()["id"]
    with run_jobs():
        run_for(workflow, DealFactory())
    path = f"/{workflow}/executions"
    (run,) = send("get", path).json()["data"]
    assert (run["state"], run["subjectKind"], run["version"]) == ("completed", "deal", 1)
    assert [(each["action"], each["state"], each["attempt"]) for each in run["actions"]] == [
        ("create_task", "done", 1)
    ]
    few = queries_of(lambda: send("get", path))
    with run_jobs():
        for deal in DealFactory.create_batch(5):
            run_for(workflow, deal)
    assert queries_of(lambda: send("get", path)) == few
    assert send("get", f"/{new_id()}/executions").status_code == 404


def test_managers_see_the_runs_of_the_deals_that_they_see(send, web, make_user, run_jobs):
    AccessPolicy.objects.create(seen_by_reps=SeenByReps.OWN)
    manager = make_user("manager", "manager@acme.example")
    workflow = send("post", "", BODY).json()["id"]
    hidden = DealFactory(owner=make_user("rep", "other@acme.example"))
    own = DealFactory(owner=manager)
    with run_jobs():
        run_for(workflow, hidden)
        run_for(workflow, own)
    web.force_login(manager)
    assert [run["subjectId"] for run in send("get", f"/{workflow}/executions").json()["data"]] == [
        str(own.pk)
    ]
    assert send("post", "", {**BODY, "name": "Mine"}).status_code == 403
    web.force_login(make_user("rep", "third@acme.example"))
    assert send("get").status_code == 403
