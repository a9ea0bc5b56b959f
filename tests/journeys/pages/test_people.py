"""The page of a journey says who is at each step; each number opens the list of these leads."""

from datetime import timedelta

import pytest
from django.test import Client

from mauntic.automation.models import Kind, Run, RunReason, RunState
from mauntic.automation.selectors.inside import counts_of_steps
from mauntic.automation.services.definitions.saving import Draft, save_definition
from mauntic.journeys.services.enrolling import enroll_leads
from mauntic.kernel.clock import now
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory
from tests.journeys.conftest import TASK
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
WAIT = {"id": "pause", "action": "wait", "settings": {"days": 3}}
CALL = {**TASK, "id": "call"}


@pytest.fixture
def office(admin) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


@pytest.fixture
def inside(journey, run_jobs, admin):
    """A journey whose leads wait at its first step, but the last one, who failed at the second."""

    def make(count=3):
        made = journey("manual", [WAIT, CALL])
        contacts = [ContactFactory(first_name="Lead", last_name=str(number)) for number in range(count)]
        with run_jobs():
            enroll_leads(definition_id=made.pk, contact_ids=[each.pk for each in contacts], by=admin)
        failed = {"state": RunState.FAILED, "step": "call", "reason_text": "No owner.", "due_at": None}
        Run.objects.filter(subject_id=contacts[-1].pk).update(**failed)
        return made

    return make


def people(made, query="") -> str:
    return f"/journeys/{made.pk}/people/?{query}"


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_each_step_shows_how_many_wait_and_failed_there_and_leads_to_them(office, inside):
    made = inside()
    page = text_of(office.get(f"/journeys/{made.pk}/"))
    assert f'href="/journeys/{made.pk}/people/?step=pause&amp;state=waiting">2 waiting</a>' in page
    assert f'href="/journeys/{made.pk}/people/?step=call&amp;state=failed">1 failed</a>' in page
    assert (queries_of(lambda: counts_of_steps(made)), counts_of_steps(made)["pause"].inside) == (1, 2)


def test_the_list_says_since_when_until_when_and_why(office, inside):
    made = inside()
    answer = office.get(people(made, "step=pause&state=waiting"))
    assert [row.record.name for row in answer.context["rows"]] == ["Lead 0", "Lead 1"]
    assert answer.context["title"] == "Wait 3 days"
    assert all(row.words.startswith("Waits until") for row in answer.context["rows"])
    failed = office.get(people(made, "step=call"))
    assert [(row.record.name, row.words) for row in failed.context["rows"]] == [("Lead 2", "No owner.")]
    assert (failed.context["state"], "No owner." in text_of(failed)) == ("failed", True)


def test_all_steps_are_listed_without_a_step_and_an_unknown_one_is_empty(office, inside):
    made = inside()
    everywhere = office.get(people(made))
    assert [tab.count for tab in everywhere.context["tabs"]] == [2, 0, 1]
    nowhere = office.get(people(made, "step=gone&state=any&after=x"))
    assert (nowhere.status_code, nowhere.context["rows"]) == (200, [])


def test_a_lead_is_removed_and_the_list_comes_back(office, inside, admin):
    made = inside()
    run = Run.objects.filter(state=RunState.WAITING).first()
    back = people(made, "step=pause&state=waiting")
    answer = office.post(f"/journeys/runs/{run.pk}/stop/", {"next": back})
    assert answer["Location"] == back
    run.refresh_from_db()
    assert (run.state, run.reason, run.reason_text) == (RunState.SKIPPED, RunReason.STOPPED, f"By {admin}.")
    assert len(office.get(back).context["rows"]) == 1


def test_steps_of_older_versions_stay_while_somebody_is_there(office, inside, admin):
    made = inside()
    draft = Draft(name=made.name, trigger="manual", steps=[CALL])
    save_definition(kind=Kind.JOURNEY, draft=draft, by=admin, definition_id=made.pk)
    answer = office.get(f"/journeys/{made.pk}/")
    assert [(each.text, each.counts.waiting) for each in answer.context["older"]] == [("Wait 3 days", 2)]
    assert office.get(people(made, "step=pause")).context["title"] == "Wait 3 days"
    Run.objects.all().delete()
    assert office.get(f"/journeys/{made.pk}/").context["older"] == []


def test_people_are_paged_by_key_the_longest_inside_first(office, inside):
    made = inside(1)
    Run.objects.all().delete()
    at = now()
    Run.objects.bulk_create(
        Run(
            definition=made,
            version=made.current,
            subject_kind="contact",
            subject_id=lead.pk,
            cause_key="1",
            origin="person",
            state=RunState.WAITING,
            step="pause",
            started_at=at - timedelta(minutes=number),
        )
        for number, lead in enumerate(ContactFactory.create_batch(52))
    )
    first = office.get(people(made, "step=pause&state=waiting"))
    assert len(first.context["rows"]) == 50
    after = first.context["page"].after
    last = office.get(people(made, f"step=pause&state=waiting&after={after}"))
    assert [row.run.started_at for row in last.context["rows"]] == [at - timedelta(minutes=1), at]


def test_many_people_cost_as_many_queries_as_few(office, inside):
    few, many = inside(3), inside(20)
    for path in ("/journeys/{}/", "/journeys/{}/people/?step=pause"):
        of_few = queries_of(lambda path=path: office.get(path.format(few.pk)))
        assert queries_of(lambda path=path: office.get(path.format(many.pk))) == of_few


@pytest.mark.parametrize(("role", "status", "removes"), [("rep", 403, False), ("manager", 200, False)])
def test_managers_read_and_only_ops_remove(office, inside, make_user, role, status, removes):
    made = inside()
    office.force_login(make_user(role, "somebody@acme.example"))
    answer = office.get(people(made, "step=pause"))
    assert (answer.status_code, "Remove" in text_of(answer)) == (status, removes)
