"""Messages for Slack, in its wire format: a POST of {"text"}, answered by "ok" or by a reason."""

import json
from dataclasses import replace
from datetime import timedelta
from socket import create_server
from time import sleep

import pytest
from werkzeug import Response

from mauntic.automation.models import ActionRun, ActionState, Run, RunState, SlackChannel
from mauntic.automation.registry.actions import action_named, register_action
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.destinations import calling
from mauntic.automation.services.destinations.settings import create_channel, delete_channel
from mauntic.automation.services.runs.resuming import resume_due
from mauntic.automation.services.runs.retrying import retry_runs
from mauntic.automation.services.runs.running import advance
from mauntic.kernel.clock import now
from tests.automation.conftest import make_definition, rise, the_run
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
PATH = "/services/T0/B0/secret"


@pytest.fixture
def channel(acme, admin, settings, httpserver) -> SlackChannel:
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True
    return create_channel(name="#sales", url=httpserver.url_for(PATH), by=admin)


def post(channel, text="Call {{ full_name }} at {{ company }}"):
    return {"action": "notify_slack", "settings": {"channel": str(channel.pk), "text": text}}


def test_the_channel_gets_the_filled_text_with_a_link(acme, admin, shared, run_jobs, channel, httpserver):
    httpserver.expect_request(PATH, method="POST").respond_with_data("ok")
    make_definition(admin, steps=[post(channel)])
    contact = ContactFactory(first_name="Bo", last_name="Li", company__name="<!channel> & Co")
    with run_jobs():
        rise(contact)
    # The server may still have read one that an earlier test gave up.
    (request, _answer) = httpserver.log[-1]
    text, link = json.loads(request.data)["text"].split("\n")
    assert text == "Call Bo Li at &lt;!channel&gt; &amp; Co"
    assert link.endswith(f"/leads/{contact.pk}/|Bo Li>")
    assert request.headers["Content-Type"] == "application/json"
    assert the_run().actions.get().output == {"status": 200, "answer": "ok"}


@pytest.mark.parametrize(
    ("status", "text", "state"),
    [
        (404, "no_service", RunState.FAILED),
        (403, "action_prohibited", RunState.FAILED),
        (429, "rate_limited", RunState.WAITING),
        (500, "rollup_error", RunState.WAITING),
    ],
)
def test_what_slack_refuses_is_said(acme, admin, shared, run_jobs, channel, httpserver, status, text, state):
    httpserver.expect_request(PATH).respond_with_data(text, status)
    make_definition(admin, steps=[post(channel)])
    with run_jobs():
        rise(ContactFactory())
    run = the_run()
    assert run.state == state
    assert run.actions.get().error == f"#sales answered {status}: {text}"
    channel.refresh_from_db()
    assert text in channel.last_error


def test_its_address_is_stored_encrypted_and_in_no_run(acme, admin, shared, run_jobs, channel, httpserver):
    from django.db import connection

    httpserver.expect_request(PATH).respond_with_data("no_service", 404)
    make_definition(admin, steps=[post(channel)])
    with run_jobs():
        rise(ContactFactory())
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM automation_slackchannel AS c")
        stored = cursor.fetchone()[0]
    action = the_run().actions.get()
    assert "secret" not in stored + json.dumps(action.inputs) + json.dumps(action.output) + action.error


def test_a_deleted_channel_breaks_the_definition(acme, admin, shared, channel):
    definition = make_definition(admin, steps=[post(channel)])
    delete_channel(channel_id=channel.pk)
    assert len(Script(definition.current).problems) == 1


def test_a_message_whose_worker_was_lost_is_not_posted_again_by_itself(
    acme, admin, shared, run_jobs, channel, httpserver
):
    class KilledError(BaseException):
        pass

    original = action_named("notify_slack", "contact")

    def killed(*given):
        original.act(*given)
        raise KilledError

    register_action(replace(original, act=killed))
    httpserver.expect_request(PATH).respond_with_data("ok")
    make_definition(admin, steps=[post(channel)])
    with pytest.raises(KilledError), run_jobs():
        rise(ContactFactory())
    register_action(original)
    advance(run_ids=[the_run().pk])
    assert the_run().actions.get().state == ActionState.BEGUN, "a worker may be in the middle of it"
    long_ago = now() - timedelta(minutes=6)
    Run.objects.update(touched_at=long_ago)
    ActionRun.objects.update(started_at=long_ago)
    with run_jobs():
        resume_due()
    action = the_run().actions.get()
    assert (len(httpserver.log), the_run().state, action.state) == (1, RunState.FAILED, ActionState.UNKNOWN)
    assert action.error == the_run().reason_text
    assert "before you retry" in action.error

    with run_jobs():
        assert retry_runs(run_ids=[the_run().pk]) == 1
    assert (len(httpserver.log), the_run().state) == (2, RunState.COMPLETED), "a person says so"
    assert list(the_run().actions.order_by("attempt").values_list("state", flat=True)) == ["unknown", "done"]


def test_an_answer_that_does_not_come_is_not_waited_for_twice(
    acme, admin, shared, run_jobs, channel, httpserver, monkeypatch
):
    monkeypatch.setattr(calling, "SECONDS", 0.2)
    httpserver.expect_request(PATH).respond_with_handler(lambda _request: sleep(0.6) or Response("ok"))
    make_definition(admin, steps=[post(channel)])
    with run_jobs():
        rise(ContactFactory())
    assert (the_run().state, the_run().actions.get().state) == (RunState.FAILED, ActionState.UNKNOWN)
    assert "Look whether the message is there" in the_run().reason_text


def test_a_slack_that_cannot_be_reached_is_tried_again(acme, admin, shared, run_jobs, channel):
    with create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    channel.credentials = {"url": f"http://127.0.0.1:{port}/"}
    channel.save()
    make_definition(admin, steps=[post(channel)])
    with run_jobs():
        rise(ContactFactory())
    assert (the_run().state, the_run().wait["kind"]) == (RunState.WAITING, "retry")
