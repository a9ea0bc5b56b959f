"""Every address of the product, held against those whom it is none of.

Each is asked by a stranger, by a rep, and by an admin of another organization with the ids of Acme's rows.
The addresses are walked from the URL configuration: a new one is asked, too, and one with a part that nobody
made a row for fails. Revenue operations have a table of their own (tests/revops/test_access.py).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, EnrichmentJob
from lead_intelligence.learning.models import WaterfallChange
from lead_intelligence.provenance.models import Reversal
from lead_intelligence.waterfall.models import WaterfallConfig
from mauntic.accounts.models import Invitation, Role, Team, User
from mauntic.accounts.services import create_api_key
from mauntic.automation.models import Definition, Run, SlackChannel, Version, WebhookEndpoint
from mauntic.crm.models import Company, Contact, Handover, Import, SavedView, Segment
from mauntic.delivery.models import Reason, Suppression
from mauntic.events.models import Delivery, StoredEvent
from mauntic.kernel.ids import new_id
from mauntic.notifications.models import Notification
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization
from mauntic.tracking.models import Asset, Correction, FormSubmission, TrackingForm, WriteKey
from revops.activities.models import Activity
from scoring.alerts.models import SignalAlert
from tests.conftest import ACME_HOST, GLOBEX_HOST
from tests.factories.delivery import MailboxFactory, MessageFactory, ReplyFactory
from tests.factories.fields import define
from tests.factories.lead_intelligence import make_write
from tests.factories.odd_rows import make_odd_base
from tests.factories.proposals import propose_answer

SECRET = "Project Nightingale"
METHODS = ("get", "post", "put", "patch", "delete")
SIGN_IN = "/accounts/login/"
OK, MOVED, BAD, UNAUTHORIZED, REFUSED, UNKNOWN, NOT_ALLOWED, INVALID, BROKEN = (
    *(200, 302, 400, 401, 403, 404),
    *(405, 422, 500),
)

# Whoever they are: signing in, and what sites show to their visitors.
OF_EVERYBODY = (
    "/accounts/",
    "/t.js",
    "/t.gif",
    "/forms/<slug:slug>/",
    "/a/<slug:slug>/",
    "/v1/",
    "/join/<str:token>/",
    "/l/<str:token>/",
    "/o/<str:token>.gif",
    "/u/<str:token>/",
    "/mail/hooks/",
)
ELSEWHERE = ("/admin/", "/revops/", "/api/v1/revops/", "/api/schema/", "/static/", "/media/")
# What every organization has under the same name.
NAMES = {
    "code": "PRICING_PAGE",
    "signal_type": "PRICING_PAGE",
    "field_name": "email",
    "version": 1,
    "number": 1,
    "provider": "google",
}
VENDOR = "hunter"
NOBODYS = {
    "slug": "nobodys",
    "provider_id": "nobodys",
    "token_key": "nobodys",
    "token": "none",
    "delivery_id": 1_999,
}
# What a site shows and takes, and what a person is invited by; the rest asks who is there.
OF_VISITORS = {
    "/t.js",
    "/t.gif",
    "/forms/<slug:slug>/",
    "/forms/<slug:slug>/stamp/",
    "/a/<slug:slug>/",
    "/join/<str:token>/",
    "/l/<str:token>/",
    "/o/<str:token>.gif",
    "/u/<str:token>/",
    "/mail/hooks/<str:service>/<str:token>/events/",
    "/mail/hooks/<str:service>/<str:token>/mail/",
}
# What ops and admins alone see, and what they alone change though every person sees it.
SEEN_BY_LEADERS = {
    "/crm/fields/",
    "/crm/fields/new/",
    "/crm/fields/<uuid:field_id>/",
    "/crm/fields/<uuid:field_id>/archive/",
    "/crm/fields/<uuid:field_id>/restore/",
    "/crm/imports/<uuid:import_id>/columns/",
    "/crm/imports/<uuid:import_id>/revert/",
    "/crm/imports/<uuid:import_id>/rows/<int:number>/",
    "/crm/segments/<uuid:segment_id>/delete/",
    "/crm/segments/<uuid:segment_id>/edit/",
    "/crm/segments/<uuid:segment_id>/leads/<uuid:contact_id>/remove/",
    "/crm/segments/new/",
    "/events/dead/<int:delivery_id>/retry/",
    "/events/dead/retry/",
    "/journeys/",
    "/journeys/<uuid:definition_id>/",
    "/journeys/<uuid:definition_id>/delete/",
    "/journeys/<uuid:definition_id>/edit/",
    "/journeys/<uuid:definition_id>/enroll/",
    "/journeys/<uuid:definition_id>/enroll/undo/",
    "/journeys/<uuid:definition_id>/move/",
    "/journeys/<uuid:definition_id>/off/",
    "/journeys/<uuid:definition_id>/on/",
    "/journeys/<uuid:definition_id>/people/",
    "/journeys/<uuid:definition_id>/retry/",
    "/journeys/<uuid:definition_id>/try/",
    "/journeys/new/",
    "/journeys/runs/<uuid:execution_id>/again/",
    "/journeys/runs/<uuid:execution_id>/retry/",
    "/journeys/runs/<uuid:execution_id>/stop/",
    "/lead-intelligence/batches/<uuid:batch_id>/cancel/",
    "/lead-intelligence/budget/",
    "/lead-intelligence/policy/",
    "/lead-intelligence/providers/<slug:slug>/",
    "/lead-intelligence/providers/<slug:slug>/revert/",
    "/lead-intelligence/providers/<slug:slug>/test/",
    "/lead-intelligence/quality/",
    "/lead-intelligence/spend/calls.csv",
    "/lead-intelligence/spend/resume/",
    "/lead-intelligence/spend/stop/",
    "/lead-intelligence/waterfall/exploration/",
    "/lead-intelligence/waterfall/suggestion/<uuid:change_id>/undo/",
    "/lead-intelligence/waterfall/suggestion/apply/",
    "/leads/<uuid:contact_id>/erase/",
    "/leads/journey/",
    "/leads/segment/",
    "/scoring/settings/versions/<int:version>/publish/",
    "/settings/business-hours/",
    "/settings/mail/sign-in/",
    "/settings/mail/sign-in/<str:provider>/",
    "/settings/mail/sign-in/<str:provider>/delete/",
    "/settings/mail/suppressed/<uuid:suppression_id>/delete/",
    "/settings/operations/",
    "/settings/organization/",
    "/settings/team/",
    "/settings/team/<uuid:user_id>/active/",
    "/settings/team/<uuid:user_id>/place/",
    "/settings/team/access/",
    "/settings/team/invitations/<uuid:invitation_id>/cancel/",
    "/settings/team/invitations/<uuid:invitation_id>/resend/",
    "/settings/teams/<uuid:team_id>/",
    "/settings/teams/<uuid:team_id>/delete/",
    "/settings/teams/new/",
    "/settings/tracking/assets/<uuid:asset_id>/",
    "/settings/tracking/assets/new/",
    "/settings/tracking/corrections/<uuid:correction_id>/undo/",
    "/settings/tracking/forms/<uuid:form_id>/edit/",
    "/settings/tracking/forms/new/",
    "/settings/tracking/keys/",
    "/settings/tracking/keys/<uuid:key_id>/switch/",
    "/settings/tracking/limits/",
    "/settings/tracking/privacy/",
    "/settings/tracking/submissions/<uuid:submission_id>/",
    "/settings/tracking/traffic/correct/",
    "/settings/slack/<uuid:channel_id>/delete/",
    "/settings/slack/<uuid:channel_id>/test/",
    "/settings/webhooks/",
    "/settings/webhooks/<uuid:endpoint_id>/delete/",
    "/settings/webhooks/<uuid:endpoint_id>/rotate/",
    "/settings/webhooks/<uuid:endpoint_id>/switch/",
    "/settings/webhooks/<uuid:endpoint_id>/test/",
}
CHANGED_BY_LEADERS = {
    ("post", "/agents/sdr/settings/"),
    ("get", "/settings/mail/<uuid:mailbox_id>/"),
    ("post", "/settings/mail/<uuid:mailbox_id>/"),
    ("get", "/settings/mail/<uuid:mailbox_id>/disconnect/"),
    ("post", "/settings/mail/<uuid:mailbox_id>/disconnect/"),
    ("post", "/settings/mail/<uuid:mailbox_id>/domain/"),
    ("post", "/settings/mail/<uuid:mailbox_id>/domain/key/"),
    ("post", "/settings/mail/<uuid:mailbox_id>/domain/signing/"),
    ("post", "/settings/mail/<uuid:mailbox_id>/switch/"),
    ("post", "/settings/mail/<uuid:mailbox_id>/test/"),
    ("post", "/settings/mail/suppressed/"),
    ("delete", "/api/v1/crm/companies/<uuid:company_id>"),
    ("delete", "/api/v1/crm/contacts/<uuid:contact_id>"),
    ("post", "/api/v1/crm/contacts/<uuid:contact_id>/erase"),
    ("post", "/api/v1/crm/custom-fields"),
    ("put", "/api/v1/crm/custom-fields/<uuid:field_id>"),
    ("delete", "/api/v1/crm/custom-fields/<uuid:field_id>"),
    ("post", "/api/v1/crm/custom-fields/<uuid:field_id>/restore"),
    ("post", "/api/v1/crm/segments"),
    ("put", "/api/v1/crm/segments/<uuid:segment_id>"),
    ("delete", "/api/v1/crm/segments/<uuid:segment_id>"),
    ("post", "/api/v1/crm/segments/<uuid:segment_id>/members"),
    ("post", "/api/v1/delivery/suppressions"),
    ("delete", "/api/v1/delivery/suppressions/<uuid:suppression_id>"),
    ("get", "/api/v1/journeys"),
    ("post", "/api/v1/journeys"),
    ("get", "/api/v1/journeys/<uuid:journey_id>"),
    ("put", "/api/v1/journeys/<uuid:journey_id>"),
    ("delete", "/api/v1/journeys/<uuid:journey_id>"),
    ("post", "/api/v1/journeys/<uuid:journey_id>/enroll"),
    ("post", "/api/v1/journeys/<uuid:journey_id>/leave"),
    ("get", "/api/v1/journeys/<uuid:journey_id>/move"),
    ("post", "/api/v1/journeys/<uuid:journey_id>/move"),
    ("get", "/api/v1/journeys/<uuid:journey_id>/move/preview"),
    ("post", "/api/v1/journeys/<uuid:journey_id>/pause"),
    ("get", "/api/v1/journeys/<uuid:journey_id>/people"),
    ("post", "/api/v1/journeys/<uuid:journey_id>/publish"),
    ("get", "/api/v1/journeys/<uuid:journey_id>/steps"),
    ("post", "/api/v1/lead-intelligence/batches/<uuid:batch_id>/cancel"),
    ("put", "/api/v1/lead-intelligence/providers/<slug:provider_id>"),
    ("put", "/api/v1/lead-intelligence/waterfall/<str:field_name>"),
    ("put", "/api/v1/scoring/scoring/config"),
    ("post", "/api/v1/scoring/scoring/config/preview"),
    ("post", "/api/v1/scoring/scoring/recalculate"),
    ("put", "/api/v1/scoring/scoring/settings"),
    ("put", "/api/v1/scoring/signals/config/<str:signal_type>"),
    ("post", "/crm/imports/<uuid:import_id>/discard/"),
    ("post", "/crm/imports/<uuid:import_id>/sheet/"),
    ("post", "/crm/imports/<uuid:import_id>/start/"),
    ("post", "/lead-intelligence/waterfall/"),
    ("post", "/scoring/alerts/promises/"),
    ("post", "/scoring/settings/draft/"),
    ("post", "/scoring/settings/learning/<int:version>/discard/"),
    ("post", "/scoring/settings/learning/<int:version>/promote/"),
    ("post", "/scoring/settings/learning/train/"),
    ("post", "/scoring/settings/preview/"),
    ("post", "/scoring/settings/thresholds/"),
    ("post", "/scoring/signals/<str:code>/"),
    ("post", "/scoring/signals/<str:code>/restore/"),
    ("post", "/scoring/signals/<str:code>/rules/"),
}
PART = re.compile(r"<(?:\w+:)?(\w+)>")


def routes() -> list[str]:
    """Every address that is no stranger's, with its parts in brackets."""
    found = sorted(set(_walk(get_resolver().url_patterns, "/")))
    return [
        route for route in found if route != "/api/" and not route.startswith((*ELSEWHERE, *OF_EVERYBODY))
    ]


def _walk(patterns: Iterable[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for each in patterns:
        path = f"{before}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, path)
        else:
            yield path


ROUTES = routes()
ASKED = [
    (method, route) for route in ROUTES for method in (METHODS if route.startswith("/api/") else METHODS[:2])
]
OF_A_ROW = [route for route in ROUTES if set(PART.findall(route)) - {*NAMES, "slug", "provider_id"}]


@pytest.fixture
def ids(acme: Organization, admin: User, media) -> dict[str, Any]:
    """Rows of Acme by the names of the addresses' parts; each that has words holds the secret."""
    _empty, contact = make_odd_base(datetime.now(UTC))
    Contact.objects.update(first_name=SECRET)
    Company.objects.update(name=SECRET)
    Team.objects.update(name=SECRET)
    Notification.objects.update(title=SECRET)
    Asset.objects.update(name=SECRET)
    TrackingForm.objects.update(name=SECRET)
    key, _secret = create_api_key(user=admin, name=SECRET)
    config = WaterfallConfig.objects.get(field_name="email")
    made: dict[str, Any] = {
        "contact_id": contact.pk,
        "write_id": make_write(contact, VENDOR, status="suggested", new_value=SECRET).pk,
        "batch_id": EnrichmentBatch.objects.create(label=SECRET, total=1).pk,
        "reversal_id": Reversal.objects.create(contact=contact, field="title", count=1).pk,
        "change_id": WaterfallChange.objects.create(config=config, before={}, after={}, reason=SECRET).pk,
        "correction_id": Correction.objects.create(kind="visits", is_bot=True, row_ids=[]).pk,
        "invitation_id": Invitation.objects.create(
            email="new@acme.example", token_digest="none", expires_at=datetime(2199, 1, 1, tzinfo=UTC)
        ).pk,
        "handover_id": Handover.objects.create(by=admin).pk,
        "key_id": WriteKey.objects.create(name=SECRET).pk,
        "token_key": key.token_key,
        "token": "no-token",
        "mailbox_id": (mailbox := MailboxFactory(from_name=SECRET)).pk,
        "message_id": MessageFactory(mailbox=mailbox, contact=contact, subject=SECRET).pk,
        "reply_id": ReplyFactory(mailbox=mailbox, contact=contact, text=SECRET, subject=SECRET).pk,
        "suppression_id": Suppression.objects.create(digest="none", reason=Reason.MANUAL, source=SECRET).pk,
        "endpoint_id": WebhookEndpoint.objects.create(name=SECRET, url=f"https://{SECRET}/").pk,
        "channel_id": SlackChannel.objects.create(name=SECRET).pk,
        "view_id": SavedView.objects.create(list_name="leads", owner=admin, name=SECRET).pk,
        "field_id": define(SECRET)[0].pk,
        "segment_id": Segment.objects.create(name=SECRET, kind="by_hand").pk,
        "journey_id": Definition.objects.create(kind="journey", name=SECRET).pk,
        "proposal_id": propose_answer(
            ReplyFactory(mailbox=mailbox, contact=contact, text=SECRET, subject=SECRET)
        ).pk,
        "user_id": admin.pk,
        **_journey(contact),
        "slug": VENDOR,
        "provider_id": VENDOR,
    }
    firsts: dict[str, type[Model]] = {
        "company_id": Company,
        "import_id": Import,
        "event_id": StoredEvent,
        "delivery_id": Delivery,
        "notification_id": Notification,
        "alert_id": SignalAlert,
        "job_id": EnrichmentJob,
        "form_id": TrackingForm,
        "asset_id": Asset,
        "submission_id": FormSubmission,
        "team_id": Team,
        "activity_id": Activity,
    }
    return NAMES | made | {name: model._default_manager.all()[0].pk for name, model in firsts.items()}


def _journey(contact: Contact) -> dict[str, Any]:
    """A run of a journey."""
    definition = Definition.objects.create(kind="journey", name=f"{SECRET} of leads")
    version = Version.objects.create(definition=definition, number=1, trigger="event")
    run = Run.objects.create(
        definition=definition, version=version, subject_kind="contact", subject_id=contact.pk, cause_key="1"
    )
    return {"definition_id": definition.pk, "execution_id": run.pk}


@pytest.fixture
def admin_elsewhere(ids, globex: Organization) -> Client:
    """A browser of an admin of Globex, at Globex's host."""
    with entered(globex):
        person = User.objects.create_user("admin@globex.example", "a password", role=Role.ADMIN)
        client = Client(headers={"host": GLOBEX_HOST})
        client.force_login(person)
    return client


def ask(client: Client, method: str, route: str, ids: dict[str, Any]) -> HttpResponse:
    path = PART.sub(lambda part: str(ids[part[1]]), route)
    if method == "get":
        return client.get(path)
    if route.startswith("/api/"):
        return getattr(client, method)(path, {}, content_type="application/json")
    return getattr(client, method)(path)


def rows_of(organization: Organization) -> dict[str, list[str]]:
    """Everything that the organization has, by table."""
    shared = {app.rpartition(".")[2] for app in settings.SHARED_APPS}
    ours = [
        model for model in apps.get_models() if model._meta.app_label not in shared and model._meta.managed
    ]
    with entered(organization):
        return {model.__name__: sorted(map(str, model._base_manager.values_list())) for model in ours}


def is_sent_away(answer: HttpResponse, route: str) -> bool:
    if route.startswith("/api/"):
        return answer.status_code == UNAUTHORIZED
    return answer.status_code == MOVED and answer.headers["Location"].startswith(SIGN_IN)


def test_every_address_of_a_stranger_is_known():
    """Else a page that forgets to ask who is there would count as one for everybody."""
    found = {each for each in _walk(get_resolver().url_patterns, "/") if each.startswith(OF_EVERYBODY)}
    assert {each for each in found if not each.startswith(("/accounts/", "/v1/"))} == OF_VISITORS
    assert len(ROUTES) > 150


def test_a_stranger_is_sent_to_the_sign_in_and_changes_nothing(acme, ids, stranger):
    before = rows_of(acme)
    answers = {(method, route): ask(stranger, method, route, ids) for method, route in ASKED}
    let_in = {
        asked: answer.status_code
        for asked, answer in answers.items()
        if not is_sent_away(answer, asked[1]) and answer.status_code != NOT_ALLOWED
    }
    assert let_in == {}
    assert rows_of(acme) == before


def test_an_admin_of_another_organization_knows_of_nothing(acme, ids, admin_elsewhere):
    before = rows_of(acme)
    answers = {(method, route): ask(admin_elsewhere, method, route, ids) for method, route in ASKED}
    found = [
        asked
        for asked, answer in answers.items()
        if asked[1] in OF_A_ROW and answer.status_code not in {UNKNOWN, NOT_ALLOWED}
    ]
    of_nobody = {name: NOBODYS.get(name) or new_id() for name in ids} | NAMES
    for asked in found:  # such as a form that is looked at before the row: it says no more than of nobody's
        other = ask(admin_elsewhere, *asked, of_nobody)
        assert (asked, answers[asked].status_code) == (asked, other.status_code)
        assert other.status_code in {MOVED, BAD, INVALID}
    assert [asked for asked, answer in answers.items() if answer.status_code >= BROKEN] == []
    assert [asked for asked, answer in answers.items() if SECRET in text_of(answer)] == []
    assert rows_of(acme) == before


def test_neither_session_nor_key_is_of_use_at_the_host_of_another_organization(acme, ids, admin):
    _key, secret = create_api_key(user=admin, name="Sync")
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    assert client.get("/leads/").status_code == OK
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    with_session = Client(headers={"host": GLOBEX_HOST})
    with_session.cookies.load(cookies)
    with_key = Client(headers={"host": GLOBEX_HOST, "authorization": f"Bearer {secret}"})
    for used in (with_session, with_key):
        answers = {route: ask(used, "get", route, ids) for route in ROUTES}
        let_in = [route for route, answer in answers.items() if not is_sent_away(answer, route)]
        assert [route for route in let_in if answers[route].status_code != NOT_ALLOWED] == []


def text_of(answer: HttpResponse) -> str:
    is_unread = answer.streaming and answer.is_async
    return "" if is_unread else answer.getvalue().decode(errors="replace")


def test_a_rep_is_refused_what_is_for_ops_and_admins(web, ids):
    answers = {(method, route): ask(web, method, route, ids) for method, route in ASKED}
    refused = {asked for asked, answer in answers.items() if answer.status_code == REFUSED}
    assert refused == CHANGED_BY_LEADERS | set(product(("get", "post"), SEEN_BY_LEADERS))
    assert [asked for asked, answer in answers.items() if answer.status_code >= BROKEN] == []
