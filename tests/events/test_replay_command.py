"""`manage.py replay_events`."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from mauntic.events.models import StoredEvent
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from tests.events.facts import Counted, counted


@pytest.fixture
def listener(acme, listen, run_jobs):
    listener = listen(Counted)
    with run_jobs():
        publish_many(counted(1, 2))
        publish_many(counted(3))
    StoredEvent.objects.filter(fact_count=1).update(occurred_at=now() - timedelta(days=3))
    return listener


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("replay_events", "--org", "acme", *arguments, stdout=output)
    return output.getvalue()


def test_a_dry_run_says_what_would_be_sent_and_sends_nothing(listener, run_jobs):
    with run_jobs():
        assert run("--dry-run") == "Dry run: 2 deliveries would be sent again. Number of facts: 3.\n"

    assert listener.numbers == [1, 2, 3]


def test_events_are_sent_again(listener, run_jobs):
    with run_jobs():
        assert run() == "2 deliveries sent again. Number of facts: 3.\n"

    assert listener.numbers == [1, 2, 3, 1, 2, 3]


def test_a_single_delivery_is_reported_in_the_singular(listener):
    day = (now() - timedelta(days=1)).date().isoformat()

    assert run(f"--until={day}", "--dry-run") == (
        "Dry run: 1 delivery would be sent again. Number of facts: 1.\n"
    )


def test_type_time_and_receiver_narrow_it_and_the_answer_can_be_json(listener, run_jobs):
    yesterday = (now() - timedelta(days=1)).date().isoformat()
    with run_jobs():
        answer = run("--type=test.Counted", f"--until={yesterday}", f"--receiver={listener.name}", "--json")

    assert json.loads(answer) == {"deliveries": 1, "facts": 1, "dryRun": False}
    assert listener.numbers == [1, 2, 3, 3]
    assert json.loads(run(f"--since={yesterday}T00:00+02:00", "--dry-run", "--json"))["facts"] == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--org=initech"], '--org: unknown organization "initech".'),
        (["--type=crm.Lost"], '--type: Unknown event "crm.Lost".'),
        (["--receiver=nobody"], '--receiver: Unknown receiver "nobody".'),
        (["--since=yesterday"], '--since: "yesterday" is not a time. Enter one such as 2026-01-31'),
        (["--until=2026-13-01"], '--until: "2026-13-01" is not a time'),
        (["--since=2026-01-02", "--until=2026-01-01"], "--since must be earlier than --until."),
    ],
)
def test_a_bad_argument_is_named_and_is_exit_code_two(listener, arguments, said):
    with pytest.raises(CommandError) as caught:
        run(*arguments)

    assert str(caught.value).startswith(said)
    assert caught.value.returncode == 2
