"""The list says each workflow and journey with the names of its records, as many queries for 8 as for 2."""

from typing import Any

import pytest

from mauntic.accounts.models import User
from mauntic.automation.selectors.at_hand import read_at_once
from mauntic.automation.selectors.shown.lists import definitions_of, rows_of, script_of
from mauntic.automation.selectors.shown.sentences import told
from mauntic.automation.services.destinations.settings import create_channel, create_endpoint
from scoring.signals.selectors.types import signal_types
from tests.factories.delivery import MailboxFactory
from tests.factories.sequences import make_sequence
from tests.journeys.conftest import journey  # noqa: F401 (a fixture)
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
OWNED_BY = "deal.owner"


def owned_by(person) -> dict[str, Any]:
    return {"all": [{"field": OWNED_BY, "operator": "equals", "value": str(person.pk)}]}


def do(action: str, **settings: Any) -> dict[str, Any]:
    return {"action": action, "settings": settings}


def steps_naming(person, other, by, number: int) -> list[dict[str, Any]]:
    endpoint, _secret = create_endpoint(name=f"W{number}", url="https://hooks.example.com/", by=by)
    channel = create_channel(name=f"#c{number}", url="https://hooks.slack.com/x", by=by)
    mailbox = MailboxFactory(address=f"box{number}@acme.example")
    return [
        do("create_task", subject="Call", type="task", due_days=1, owner=str(person.pk)),
        do("assign_owner", people=[str(person.pk), str(other.pk)]),
        do("notify", to="person", person=str(person.pk), text="Look"),
        do("notify_slack", channel=str(channel.pk), text="Look"),
        do("call_webhook", endpoint=str(endpoint.pk)),
        do("send_email", mailbox=str(mailbox.pk), subject="Hello", body="Hello"),
        do("add_to_sequence", sequence=str(make_sequence(name=f"S{number}", by=by).pk)),
        do("wait", until="deal.expected_close_on"),
        {
            **do("split", conditions=owned_by(person)),
            "branches": {"yes": [do("move_stage", stage="proposal")], "no": []},
        },
    ]


@pytest.fixture
def new(make_user):
    return lambda name: make_user(name=name, email=f"{name.replace(' ', '.')}@acme.example".lower())


@pytest.fixture
def make_workflows(workflow, new, admin):
    def make(numbers) -> None:
        for number in numbers:
            person, other = new(f"Zoe {number}"), new(f"Adam {number}")
            steps = steps_naming(person, other, admin, number)
            workflow("deal_won", steps, name=f"Workflow {number}", conditions=owned_by(person))

    return make


def test_more_workflows_with_other_records_take_the_same_queries(make_workflows, web_ops):
    make_workflows(range(2))
    first = queries_of(lambda: web_ops.get("/revops/workflows/"))
    make_workflows(range(2, 8))
    assert queries_of(lambda: web_ops.get("/revops/workflows/")) == first


def test_what_was_read_at_once_says_the_same_as_what_is_read_alone(make_workflows, workflow, new):
    make_workflows([1])
    gone = new("Gone Soon")
    workflow("deal_won", [do("assign_owner", people=[str(gone.pk)])], name="Broken")
    workflow("deal_won", name="Broken, too", conditions=owned_by(gone))
    gone.delete()
    definitions = list(definitions_of("workflow"))
    alone = [(told(script), script.problems) for script in map(script_of, definitions)]
    with read_at_once(definitions):
        at_once = [(told(script), script.problems) for script in map(script_of, definitions)]
    assert at_once == alone
    assert ["Adam 1, Zoe 1" in said.lines[1].text for said, _problems in at_once if len(said.lines) > 1] == [
        True
    ]
    assert [bool(problems) for _said, problems in at_once] == [True, True, False]


def test_more_journeys_take_the_same_queries(journey, new, web_ops):  # noqa: F811 (the fixture)
    def make(numbers) -> None:
        for number in numbers:
            owner = str(new(f"Person {number}").pk)
            steps = [do("create_task", subject="Call", type="task", due_days=1, owner=owner)]
            goal = {"all": [{"field": "contact.lead_score", "operator": "at_least", "value": 80}]}
            journey("intent_signal", steps, trigger_settings={"signal_type": signal_types()[0][0]},
                    options={"goal": goal})  # fmt: skip

    make(range(2))
    first = queries_of(lambda: web_ops.get("/journeys/"))
    make(range(2, 6))
    assert queries_of(lambda: web_ops.get("/journeys/")) == first


def test_nothing_is_kept_after_the_list(make_workflows):
    make_workflows([1])
    assert rows_of(definitions_of("workflow"))[0].standing.label == "On"
    User.objects.filter(name="Zoe 1").delete()
    assert rows_of(definitions_of("workflow"))[0].standing.label == "Broken"
