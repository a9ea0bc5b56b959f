"""Webhooks are signed, leave once per key, and go nowhere inside."""

import json
from dataclasses import replace
from datetime import timedelta
from time import sleep

import pytest
from standardwebhooks import Webhook
from werkzeug import Response

from mauntic.automation.models import ActionRun, ActionState, Run, RunState, WebhookEndpoint
from mauntic.automation.registry.actions import action_named, register_action
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.destinations import calling
from mauntic.automation.services.destinations.settings import (
    create_endpoint,
    delete_endpoint,
    rotate_secret,
    switch_endpoint,
)
from mauntic.automation.services.runs.resuming import resume_due
from mauntic.automation.services.runs.running import OUTSIDE_PER_JOB, advance
from mauntic.automation.services.runs.trying import try_out
from mauntic.kernel.clock import now
from tests.automation.conftest import make_definition, rise, the_run
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
NOTE = {"action": "note", "settings": {"text": "After"}}


@pytest.fixture
def endpoint(acme, admin, settings, httpserver) -> WebhookEndpoint:
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True
    row, _secret = create_endpoint(name="Warehouse", url=httpserver.url_for("/in"), by=admin)
    return row


def answer(httpserver, *statuses: int, text: str = "thanks", **headers: str) -> None:
    """Answer the next requests so."""
    for status in statuses:
        httpserver.expect_ordered_request("/in", method="POST").respond_with_response(
            Response(text, status, headers=headers)
        )


def call(row: WebhookEndpoint, **settings):
    return {"action": "call_webhook", "settings": {"endpoint": str(row.pk), **settings}}


def run_for(admin, run_jobs, row, *contacts, **settings) -> Run:
    make_definition(admin, steps=[call(row, **settings), NOTE])
    with run_jobs():
        rise(*(contacts or [ContactFactory()]), score=88)
    return Run.objects.first()


def again(run_jobs) -> Run:
    Run.objects.filter(state=RunState.WAITING).update(due_at=now() - timedelta(seconds=1))
    with run_jobs():
        resume_due()
    return the_run()


def keys_of(httpserver) -> list[tuple[str, str]]:
    return [
        (request.headers["webhook-id"], request.headers["Idempotency-Key"])
        for request, _answer in httpserver.log
    ]


def test_the_receiver_can_check_the_signature_and_read_the_record(
    acme, admin, shared, run_jobs, endpoint, httpserver
):
    answer(httpserver, 200, text="x" * 900)
    contact = ContactFactory(first_name="Bö", last_name="Li", lead_grade="A")
    run = run_for(admin, run_jobs, endpoint, contact, note="Call {{ first_name }} ({{ title }})")
    (request, _sent), action = httpserver.log[0], run.actions.get(action="call_webhook")
    body = Webhook(endpoint.secrets(now())[0]).verify(request.data, dict(request.headers))
    assert body["type"] == "automation.risen"
    data = body["data"]
    assert (data["record"]["id"], data["record"]["kind"], data["record"]["name"]) == (
        str(contact.pk), "contact", "Bö Li",
    )  # fmt: skip
    assert (data["record"]["grade"], data["facts"], data["note"]) == ("A", {"score": 88}, "Call Bö (–)")
    assert (data["run_id"], data["definition"]["name"]) == (str(run.pk), "Call risen leads")
    assert keys_of(httpserver) == [(action.key, action.key)]
    assert (action.state, action.output) == (ActionState.DONE, {"status": 200, "answer": "x" * 500})
    assert run.state == RunState.COMPLETED


def test_a_signature_of_another_secret_or_body_is_not_ours(acme, admin, endpoint):
    other, _secret = create_endpoint(name="Other", url=endpoint.url, by=admin)
    headers = dict(calling.signature(endpoint.secrets(now()), "key", now(), "{}"))
    assert Webhook(endpoint.secrets(now())[0]).verify("{}", headers) == {}
    for secret, body in ((other.secrets(now())[0], "{}"), (endpoint.secrets(now())[0], "[]")):
        with pytest.raises(Exception, match="No matching signature"):
            Webhook(secret).verify(body, headers)


def test_receivers_of_the_old_and_of_the_new_secret_can_check_a_call(
    acme, admin, shared, run_jobs, endpoint, httpserver
):
    (old,) = endpoint.secrets(now())
    _row, new = rotate_secret(endpoint_id=endpoint.pk)
    answer(httpserver, 200)
    run_for(admin, run_jobs, endpoint)
    (request, _sent) = httpserver.log[0]
    assert len(request.headers["webhook-signature"].split()) == 2
    for secret in (old, new):
        assert Webhook(secret).verify(request.data, dict(request.headers))["type"] == "automation.risen"


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_busy_receiver_is_called_again_under_the_same_key(
    acme, admin, shared, run_jobs, endpoint, httpserver, status
):
    answer(httpserver, status, 200)
    run = run_for(admin, run_jobs, endpoint)
    assert (run.state, run.wait["kind"]) == (RunState.WAITING, "retry")
    assert again(run_jobs).state == RunState.COMPLETED
    first, second = keys_of(httpserver)
    assert first == second


def test_an_answer_that_came_too_late_is_asked_for_again_under_the_same_key(
    acme, admin, shared, run_jobs, endpoint, httpserver, monkeypatch
):
    monkeypatch.setattr(calling, "SECONDS", 0.2)

    came: list[str] = []

    def slow(request) -> Response:
        came.append(request.headers["webhook-id"])
        if len(came) == 1:
            sleep(0.6)
        return Response("ok")

    httpserver.expect_request("/in").respond_with_handler(slow)
    assert run_for(admin, run_jobs, endpoint).state == RunState.WAITING
    monkeypatch.setattr(calling, "SECONDS", 10)
    assert again(run_jobs).state == RunState.COMPLETED
    first, second = came
    assert first == second


def test_a_worker_that_is_killed_in_the_middle_sends_the_same_key_again(
    acme, admin, shared, run_jobs, endpoint, httpserver
):
    class KilledError(BaseException):
        pass

    original = action_named("call_webhook", "contact")

    def killed(*given):
        original.act(*given)
        raise KilledError

    register_action(replace(original, act=killed))
    answer(httpserver, 200, 200)
    with pytest.raises(KilledError):
        run_for(admin, run_jobs, endpoint)
    assert (the_run().state, ActionRun.objects.get().state) == (RunState.RUNNING, ActionState.BEGUN)
    register_action(original)
    advance(run_ids=[the_run().pk])
    assert len(httpserver.log) == 1, "a worker may be in the middle of it"
    long_ago = now() - timedelta(minutes=6)
    Run.objects.update(touched_at=long_ago)
    ActionRun.objects.update(started_at=long_ago)
    with run_jobs():
        resume_due()
    first, second = keys_of(httpserver)
    assert first == second
    assert [each.state for each in ActionRun.objects.filter(action="call_webhook")] == [ActionState.DONE]
    assert len(shared.notes) == 1


def test_a_message_of_a_worker_makes_a_few_calls_and_others_the_rest(
    acme, admin, shared, run_jobs, endpoint, httpserver
):
    httpserver.expect_request("/in").respond_with_data("ok")
    make_definition(admin, steps=[call(endpoint)])
    rise(*ContactFactory.create_batch(12))
    with run_jobs():
        assert advance(run_ids=list(Run.objects.values_list("pk", flat=True))) == OUTSIDE_PER_JOB
        assert len(httpserver.log) == OUTSIDE_PER_JOB
    assert len({key for key, _same in keys_of(httpserver)}) == len(httpserver.log) == 12
    assert set(Run.objects.values_list("state", flat=True)) == {RunState.COMPLETED}


@pytest.mark.parametrize("status", [400, 401, 404, 422])
def test_what_the_receiver_refuses_is_not_sent_again(
    acme, admin, shared, run_jobs, endpoint, httpserver, status
):
    answer(httpserver, status, text="no such thing")
    run = run_for(admin, run_jobs, endpoint)
    assert (run.state, run.reason_text) == (
        RunState.FAILED,
        f"Warehouse answered {status}: no such thing",
    )
    endpoint.refresh_from_db()
    assert endpoint.last_error == run.reason_text
    assert shared.notes == []


def test_a_redirect_is_a_failure_and_not_followed(acme, admin, shared, run_jobs, endpoint, httpserver):
    answer(httpserver, 302, Location=httpserver.url_for("/inner"))
    run = run_for(admin, run_jobs, endpoint)
    assert (run.state, len(httpserver.log)) == (RunState.FAILED, 1)
    assert "redirects are not followed" in run.reason_text


@pytest.mark.parametrize("status", [200, 500])
def test_an_answer_without_end_is_read_up_to_its_beginning(
    acme, admin, shared, run_jobs, endpoint, httpserver, status
):
    answer(httpserver, status, text="x" * 10_000_000)
    run = run_for(admin, run_jobs, endpoint)
    taken = status == 200
    assert (run.state, len(httpserver.log)) == (RunState.COMPLETED if taken else RunState.WAITING, 1)
    attempt = ActionRun.objects.filter(run=run, action="call_webhook").get()
    assert len(str(attempt.output.get("answer", attempt.error))) < 1_000


def test_410_switches_the_webhook_off_until_a_person_switches_it_on(
    acme, admin, shared, run_jobs, endpoint, httpserver
):
    answer(httpserver, 410)
    assert run_for(admin, run_jobs, endpoint).state == RunState.FAILED
    endpoint.refresh_from_db()
    assert (endpoint.is_on, endpoint.off_reason) == (False, "It answered 410: it wants no more webhooks.")
    with run_jobs():
        rise(ContactFactory())
    left_out = ActionRun.objects.get(state=ActionState.SKIPPED)
    assert left_out.note.startswith('The webhook "Warehouse" is off. It answered 410')
    switch_endpoint(endpoint_id=endpoint.pk, on=True, by=admin)
    httpserver.clear()
    answer(httpserver, 200)
    with run_jobs():
        rise(ContactFactory())
    assert len(httpserver.log) == 1


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest/", "https://10.0.0.1/", "https://[::1]/", "http://127.0.0.1:1/"]
)
def test_addresses_of_the_inner_network_are_not_called_and_not_tried_again(
    acme, admin, shared, run_jobs, endpoint, settings, url
):
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = False
    WebhookEndpoint.objects.update(url=url)
    run = run_for(admin, run_jobs, endpoint)
    assert run.state == RunState.FAILED
    assert "inner network" in run.reason_text


def test_a_name_that_leads_inside_is_refused_at_each_call(
    acme, admin, shared, run_jobs, endpoint, settings, httpserver
):
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = False
    WebhookEndpoint.objects.update(url=f"http://localhost:{httpserver.port}/in")
    assert run_for(admin, run_jobs, endpoint).state == RunState.FAILED
    assert httpserver.log == []


def test_a_body_of_20_kb_is_refused(acme, admin, shared, run_jobs, endpoint, httpserver):
    make_definition(admin, steps=[call(endpoint)])
    with run_jobs():
        rise(ContactFactory(region="x" * 100))
        Run.objects.update(facts={"long": "x" * 20_000})
    assert the_run().reason_text == "The webhook would be larger than 20 KB."
    assert httpserver.log == []


def test_a_deleted_webhook_breaks_the_definition(acme, admin, shared, endpoint):
    definition = make_definition(admin, steps=[call(endpoint)])
    delete_endpoint(endpoint_id=endpoint.pk)
    assert len(Script(definition.current).problems) == 1


def test_a_dry_run_shows_the_body_and_calls_nobody(acme, admin, shared, endpoint, httpserver):
    definition = make_definition(admin, steps=[call(endpoint)])
    trial = try_out(
        script=Script(definition.current), subject_id=ContactFactory().pk, facts={"score": 80}, by=admin
    )
    assert trial.steps[0].sentence == 'Call the webhook "Warehouse"'
    assert json.dumps(trial.steps[0].planned.inputs)
    assert trial.steps[0].planned.inputs["body"]["data"]["facts"] == {"score": 80}
    assert httpserver.log == []


def test_a_rep_reads_out_no_record_that_they_do_not_see(
    acme, rep, shared, run_jobs, endpoint, httpserver, monkeypatch
):
    from mauntic.automation.registry import subjects
    from mauntic.crm.models import Contact

    monkeypatch.setattr(subjects, "_subjects", dict(subjects._subjects))
    own = replace(subjects.subject_of("contact"), visible=lambda user: Contact.objects.filter(owner=user))
    subjects.register_subject(own)
    run = run_for(rep, run_jobs, endpoint)
    assert httpserver.log == []
    assert "has no access" in run.actions.get(action="call_webhook").note
