"""The settings page of webhooks and Slack channels: for ops, with secrets shown once."""

import pytest
from django.test import Client

from mauntic.accounts.context import SIGNED_IN_AT
from mauntic.automation.models import SlackChannel, WebhookEndpoint
from mauntic.automation.services.destinations.settings import MOST, create_channel, create_endpoint
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from tests.conftest import ACME_HOST

pytestmark = pytest.mark.django_db
PAGE = "/settings/webhooks/"
WEBHOOK = {"what": "webhook", "webhook-name": "Warehouse", "webhook-url": "https://hooks.example.com/in"}
SLACK = {"what": "slack", "slack-name": "#sales", "slack-url": "https://hooks.slack.com/services/T0/B0/x9x9"}


@pytest.fixture
def office(admin) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": now().timestamp()}]
    session.save()
    return client


def test_the_secret_of_a_webhook_is_shown_once(office):
    first = office.post(PAGE, WEBHOOK, follow=True)
    secret = WebhookEndpoint.objects.get().secrets(now())[0]
    assert secret in first.text
    assert secret not in office.get(PAGE).text
    assert "https://hooks.example.com/in" in first.text


def test_the_address_of_a_slack_channel_is_never_shown(office):
    answer = office.post(PAGE, SLACK, follow=True)
    assert "#sales" in answer.text
    assert "x9x9" not in answer.text
    assert SlackChannel.objects.get().url.endswith("x9x9")


@pytest.mark.parametrize(("old", "is_kept"), [("stays", True), ("ends", False)])
def test_a_new_secret_is_shown_once_and_the_old_one_signs_as_the_person_says(office, admin, old, is_kept):
    row, first = create_endpoint(name="Warehouse", url="https://a.example/", by=admin)
    address = f"{PAGE}{row.pk}/rotate/"
    assert "For 24 hours" in office.get(address).text
    shown = office.post(address, {"old": old}, follow=True).text
    row.refresh_from_db()
    new = row.secrets(now())[0]
    assert (new != first, first in row.secrets(now())) == (True, is_kept)
    assert (new in shown, first in shown) == (True, False)
    again = office.get(PAGE).text
    assert (new in again, "The old secret signs until" in again) == (False, is_kept)


def test_a_new_secret_needs_a_choice_and_a_webhook(office, admin):
    row, first = create_endpoint(name="Warehouse", url="https://a.example/", by=admin)
    address = f"{PAGE}{row.pk}/rotate/"
    assert office.post(address, {"old": "?"}).status_code == 422
    row.refresh_from_db()
    assert row.secrets(now()) == [first]
    row.delete()
    assert office.get(address).status_code == 404


def test_a_new_secret_asks_for_the_password_again(office, admin):
    row, first = create_endpoint(name="Warehouse", url="https://a.example/", by=admin)
    session = office.session
    session[SIGNED_IN_AT] = 0
    session.save()
    assert "reauthenticate" in office.post(f"{PAGE}{row.pk}/rotate/", {"old": "ends"}).headers["Location"]
    row.refresh_from_db()
    assert row.secrets(now()) == [first]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({**WEBHOOK, "webhook-url": "https://10.0.0.1/"}, "inner network"),
        ({**WEBHOOK, "webhook-url": "http://hooks.example.com/"}, "begins with https"),
        ({**WEBHOOK, "webhook-name": ""}, "This field is required"),
        ({**SLACK, "slack-url": "x"}, "Enter an address"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(office, given, says):
    answer = office.post(PAGE, given)
    assert (answer.status_code, says in answer.text) == (422, True)
    assert not WebhookEndpoint.objects.exists()


def test_names_are_unique_and_there_are_not_too_many(admin):
    row, _secret = create_endpoint(name="Warehouse", url="https://a.example/", by=admin)
    with pytest.raises(Invalid) as error:
        create_endpoint(name="WAREHOUSE", url="https://a.example/", by=admin)
    assert list(error.value.fields) == ["name"]
    WebhookEndpoint.objects.bulk_create(
        WebhookEndpoint(name=f"W{number}", url=row.url, credentials={}) for number in range(MOST - 1)
    )
    with pytest.raises(Invalid):
        create_endpoint(name="One more", url="https://a.example/", by=admin)


def test_a_test_says_what_came_back(office, admin, settings, httpserver):
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True
    httpserver.expect_request("/in").respond_with_data("ok")
    httpserver.expect_request("/slack").respond_with_data("no_service", 404)
    row, _secret = create_endpoint(name="Warehouse", url=httpserver.url_for("/in"), by=admin)
    channel = create_channel(name="#sales", url=httpserver.url_for("/slack"), by=admin)
    assert "status 200" in office.post(f"{PAGE}{row.pk}/test/", follow=True).text
    assert "no_service" in office.post(f"/settings/slack/{channel.pk}/test/", follow=True).text
    row.refresh_from_db()
    assert (row.last_error, row.last_at is not None) == ("", True)


def test_a_webhook_is_switched_off_and_deleted_after_a_page_that_names_who_uses_it(office, admin, shared_use):
    row, definition = shared_use
    office.post(f"{PAGE}{row.pk}/switch/", {"on": "no"})
    row.refresh_from_db()
    assert (row.is_on, row.off_reason) == (False, "Ada Admin switched it off.")
    assert office.post(f"{PAGE}{row.pk}/switch/", {"on": "maybe"}).status_code == 422
    assert definition.name in office.get(f"{PAGE}{row.pk}/delete/").text
    office.post(f"{PAGE}{row.pk}/delete/")
    assert not WebhookEndpoint.objects.exists()
    assert office.get(f"{PAGE}{row.pk}/delete/").status_code == 404


@pytest.fixture
def shared_use(acme, admin, desk):
    from mauntic.automation.forms.catalog import SHARED
    from mauntic.automation.registry.actions import register_action
    from tests.automation.conftest import make_definition

    for each in SHARED:
        register_action(each)
    row, _secret = create_endpoint(name="Warehouse", url="https://a.example/", by=admin)
    step = {"action": "call_webhook", "settings": {"endpoint": str(row.pk)}}
    return row, make_definition(admin, steps=[step])


def test_reps_are_kept_out(web, admin):
    row, _secret = create_endpoint(name="Warehouse", url="https://a.example/", by=admin)
    assert web.get(PAGE).status_code == 403
    assert web.post(PAGE, WEBHOOK).status_code == 403
    for action in ("test", "switch", "rotate", "delete"):
        assert web.post(f"{PAGE}{row.pk}/{action}/", {"on": "no", "old": "ends"}).status_code == 403
