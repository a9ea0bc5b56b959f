"""A form that creates something does so once, however often it is sent."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Model
from django.test import Client
from redis.exceptions import ConnectionError as RedisConnectionError

from mauntic.accounts.models import ApiKey, Invitation, Role, Team, User
from mauntic.automation.models import SlackChannel, WebhookEndpoint
from mauntic.crm.models import Company, Contact, Import
from mauntic.kernel.pages import once
from mauntic.kernel.pages.once import FIELD
from mauntic.tenants.context import entered
from mauntic.tracking.models import Asset, WriteKey
from revops.activities.models import Activity
from revops.attachments.models import Attachment
from revops.deal_imports.models import DealImport
from revops.deals.models.deals import Deal
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory

TRACKING, GUIDE = "/settings/tracking", "https://acme.example/guide.pdf"
NEW_DEAL, NEW_LEAD = "/revops/deals/new/", "/leads/new/"
DEAL = {
    "name": "Acme renewal",
    "stage": "prospecting",
    "value": "1000",
    "currency": "USD",
    "priority": "medium",
}
TOKEN = re.compile(rf'<input type="hidden" name="{FIELD}" value="([0-9a-f-]+)">')


@dataclass(frozen=True)
class Creating:
    """A page with a form, where that is sent, and what it creates."""

    page: str
    values: dict[str, object]
    creates: type[Model]
    action: str = ""
    files: dict[str, bytes] = field(default_factory=dict)


CREATING = [
    Creating(NEW_DEAL, DEAL, Deal),
    Creating(NEW_LEAD, {"first_name": "Ada"}, Contact),
    Creating("/companies/new/", {"name": "Acme"}, Company),
    Creating("/notes/new/?contact={lead}", {"notes": "Called"}, Activity, "/notes/new/?contact={lead}"),
    Creating("/leads/{lead}/", {"type": "note", "notes": "Called"}, Activity, "/leads/{lead}/activities/"),
    Creating("/revops/activities/log/?contact={lead}", {"type": "call"}, Activity),
    Creating(
        "/revops/deals/{deal}/",
        {"type": "note", "notes": "Called"},
        Activity,
        "/revops/deals/{deal}/activities/",
    ),
    Creating("/revops/deals/{deal}/", {}, Attachment, "/revops/deals/{deal}/files/", {"file": b"An offer"}),
    Creating("/revops/deals/import/", {}, DealImport, files={"file": b"Name,Value\nAcme,1\n"}),
    Creating("/crm/imports/new/", {}, Import, files={"file": b"Email\nada@engines.example\n"}),
    Creating("/settings/keys/", {"name": "Warehouse", "scopes": ["crm:read"], "valid_days": "30"}, ApiKey),
    Creating(
        "/settings/webhooks/",
        {"what": "webhook", "webhook-name": "Shop", "webhook-url": "https://a.example/"},
        WebhookEndpoint,
    ),
    Creating(
        "/settings/webhooks/",
        {"what": "slack", "slack-name": "#sales", "slack-url": "https://a.example/"},
        SlackChannel,
    ),
    Creating("/settings/team/", {"email": "new@acme.example", "role": "rep"}, Invitation),
    Creating("/settings/teams/new/", {"name": "East"}, Team),
    Creating(f"{TRACKING}/", {"name": "Shop"}, WriteKey, f"{TRACKING}/keys/"),
    Creating(f"{TRACKING}/assets/new/", {"name": "Guide", "slug": "guide", "target_url": GUIDE}, Asset),
]


# Forms whose rows depend on more than a few values: at least they carry a token.
ALSO_CREATING = [
    "automation/edit.html",
    "revops/deal_page/_committee.html",
    "revops/rates/rates.html",
    "revops/routing/people.html",
    "revops/routing/rule.html",
    "revops/sequences/edit.html",
    "scoring/learning/learning.html",
    "scoring/detection/signal_type.html",
    "tracking/forms/edit.html",
]


@pytest.fixture
def client(admin: User) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def token_of(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200, answer.get("Location")
    found = TOKEN.search(answer.content.decode())
    assert found, f"{page} has no form with a token"
    return found[1]


@pytest.mark.parametrize("case", CREATING, ids=lambda case: f"{case.page} {case.creates.__name__}")
def test_a_form_that_is_sent_twice_creates_one_row(client, media, case):
    deal = DealFactory(contact=ContactFactory())
    places = {"deal": deal.pk, "lead": deal.contact_id}
    page = case.page.format(**places)
    action = case.action.format(**places) or page
    token, before = token_of(client, page), case.creates.objects.count()

    def send():
        files = {name: SimpleUploadedFile("list.csv", held) for name, held in case.files.items()}
        return client.post(action, case.values | files | {FIELD: token})

    first, second = send(), send()
    assert case.creates.objects.count() == before + 1, first.content.decode()[:2000]
    assert second.status_code == 302
    assert first.status_code == 200 or second["Location"] == first["Location"]


@pytest.mark.parametrize("template", ALSO_CREATING)
def test_a_form_that_creates_something_carries_a_token(template):
    text = (settings.BASE_DIR / "templates" / template).read_text()
    assert "{% csrf_token %}{% once_token %}" in text


def test_other_values_under_the_same_token_are_another_form(client):
    token = token_of(client, NEW_DEAL)
    client.post(NEW_DEAL, DEAL | {FIELD: token})
    client.post(NEW_DEAL, DEAL | {FIELD: token, "name": "Acme expansion"})
    assert sorted(Deal.objects.values_list("name", flat=True)) == ["Acme expansion", "Acme renewal"]


@pytest.mark.parametrize("kept", [100, 3 * 1024 * 1024], ids=["in memory", "on disk"])
def test_a_changed_file_of_the_same_name_and_size_is_another_form(client, media, kept):
    deal = DealFactory(contact=ContactFactory())
    page = f"/revops/deals/{deal.pk}/"
    token, contents = token_of(client, page), [b"1" * kept, b"2" * kept]
    for held in [*contents, contents[0]]:
        client.post(f"{page}files/", {"file": SimpleUploadedFile("offer.txt", held), FIELD: token})
    attached = [Path(each.file.path).read_bytes() for each in Attachment.objects.all()]
    assert sorted(attached) == contents


def test_each_page_has_a_token_of_its_own(client):
    tokens = [token_of(client, NEW_DEAL) for _ in range(2)]
    for token in tokens:
        client.post(NEW_DEAL, DEAL | {FIELD: token})
    assert Deal.objects.count() == 2


def test_what_was_refused_can_be_sent_again(client):
    token = token_of(client, NEW_DEAL)
    wrong = DEAL | {FIELD: token, "value": "-5"}
    assert [client.post(NEW_DEAL, wrong).status_code for _ in range(2)] == [422, 422]


def test_a_token_of_another_user_has_no_effect(client, web):
    token = token_of(client, NEW_LEAD)
    for browser in (client, web):
        browser.post(NEW_LEAD, {"first_name": "Ada", FIELD: token})
    assert Contact.objects.count() == 2


def test_a_part_of_a_page_is_not_answered_twice(client):
    deal = DealFactory(contact=ContactFactory())
    token, sent = token_of(client, f"/revops/deals/{deal.pk}/"), {"type": "note", "notes": "Called"}
    answers = [
        client.post(
            f"/revops/deals/{deal.pk}/activities/", sent | {FIELD: token}, headers={"HX-Request": "true"}
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 204]
    assert Activity.objects.count() == 1


@pytest.mark.parametrize("token", ["", "no token", "x" * 5000])
def test_a_form_works_without_a_token(client, token):
    client.post(NEW_LEAD, {"first_name": "Ada", FIELD: token})
    assert Contact.objects.count() == 1


def test_a_form_works_without_redis(client, monkeypatch):
    token = token_of(client, NEW_LEAD)

    def fails(*_: object, **__: object) -> None:
        raise RedisConnectionError

    monkeypatch.setattr(cache, "add", fails)
    monkeypatch.setattr(cache, "set", fails)
    client.post(NEW_LEAD, {"first_name": "Ada", FIELD: token})
    assert Contact.objects.count() == 1


def test_of_forms_that_arrive_at_once_one_does_the_work(committed):
    person = User.objects.create_user("ada@once.example", "a password", role=Role.ADMIN)
    host, token = f"{committed.schema_name}.localhost", str(uuid4())

    def send(_: int) -> str:
        with entered(committed):
            client = Client(headers={"host": host})
            client.force_login(person)
            try:
                return client.post(NEW_DEAL, DEAL | {FIELD: token})["Location"]
            finally:
                connection.close()

    with ThreadPoolExecutor(4) as pool:
        addresses = set(pool.map(send, range(4)))
    assert (Deal.objects.count(), len(addresses)) == (1, 1)


def test_a_form_that_is_still_being_saved_is_answered_with_a_page_of_ours(client, monkeypatch):
    monkeypatch.setattr(once, "WAIT_SECONDS", 0)
    values = DEAL | {FIELD: token_of(client, NEW_DEAL)}
    answer = client.post(NEW_DEAL, values)
    assert (answer.status_code, answer["Content-Type"]) == (409, "text/html; charset=utf-8")
    page = answer.content.decode()
    assert "This form is still being saved." in page
    assert "Nothing was changed" not in page
    part = client.post(NEW_DEAL, values, headers={"hx-request": "true"})
    assert (part.status_code, part["HX-Reswap"]) == (422, "none")
    assert "This form is still being saved." in part.content.decode()
    assert "<html" not in part.content.decode()
    assert not Deal.objects.exists()
