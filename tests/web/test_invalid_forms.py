"""What is sent to a page and cannot be taken is refused with 422, and never taken for something else."""

import uuid

import pytest
from django.db import transaction
from django.test import Client

from lead_intelligence.models import EnrichmentBatch
from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from revops.deals.models.deals import Deal
from tests.conftest import ACME_HOST
from tests.factories.odd_rows import make_odd_base
from tests.factories.revops import DealFactory
from tests.web.crawling import Form, forms_of
from tests.web.test_hostile_values import SKIPPED

UNPROCESSABLE, FAULTS = 422, {400, 500}
NO_VALUE = "no such value"
STRICT = {"select", "radio", "number", "date", "datetime-local", "email", "url"}
# What is typed there is a draft: the first button adds to it, and nothing is kept.
DRAFTS = {
    "crm:field-edit",
    "crm:field-new",
    "crm:segment-edit",
    "crm:segment-new",
    "revops:routing-rule",
    "revops:routing-rule-new",
}


def garbled(form: Form) -> dict[str, str]:
    """What a browser could never send: values that are no choices, no numbers and no dates."""
    sent = {}
    for each in form.inputs:
        if each["kind"] in STRICT:
            sent[str(each["name"])] = NO_VALUE
        elif each["kind"] in {"hidden", "submit"}:
            sent[str(each["name"])] = str(each["value"])
    return sent


def is_strict(form: Form) -> bool:
    return any(each["kind"] in STRICT for each in form.inputs)


@pytest.fixture
def browser(admin) -> Client:
    """An admin who has just given their password."""
    client = Client(headers={"host": ACME_HOST, "accept": "text/html"}, raise_request_exception=False)
    client.force_login(admin)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": now().timestamp()}]
    session.save()
    return client


def post(client: Client, address: str, sent: dict[str, str]) -> int:
    with transaction.atomic():
        answer = client.post(address, sent)
        transaction.set_rollback(True)
    return answer.status_code


def test_every_page_answers_422_to_an_invalid_form_and_none_400_or_500_to_an_empty_one(acme, browser):
    make_odd_base(now())
    forms = dict(forms_of(browser, start="/settings/", skipped=SKIPPED))
    strict = {route: form for route, form in forms.items() if is_strict(form) and route not in DRAFTS}
    assert (len(forms) > 40, len(strict) > 20) == (True, True)
    garbled_forms = {route: post(browser, form.action, garbled(form)) for route, form in strict.items()}
    assert {route: status for route, status in garbled_forms.items() if status != UNPROCESSABLE} == {}
    empty_forms = {route: post(browser, form.action, {}) for route, form in forms.items()}
    assert {route: status for route, status in empty_forms.items() if status in FAULTS} == {}


@pytest.fixture
def lead(acme, rep) -> Contact:
    return Contact.objects.create(first_name="Ann", owner=rep)


@pytest.fixture
def gone(make_user) -> User:
    user = make_user("rep", email="gone@acme.example")
    User.objects.filter(pk=user.pk).update(is_active=False)
    return user


@pytest.mark.parametrize(
    "sent",
    [
        {"action": "archive", "owner": ""},
        {"action": "", "owner": ""},
        {"owner": ""},
        {"action": "assign"},
        {"action": "assign", "owner": "nonsense"},
        {"action": "assign", "owner": str(uuid.uuid4())},
        {"action": "assign", "owner": "{gone}"},
    ],
)
def test_an_unknown_action_or_owner_assigns_no_lead(browser, lead, gone, rep, sent):
    sent = {name: value.format(gone=gone.pk) for name, value in sent.items()}
    answer = browser.post("/leads/bulk/", {"ids": [lead.pk], **sent})
    lead.refresh_from_db()
    assert (answer.status_code, lead.owner) == (UNPROCESSABLE, rep)
    assert "Choose" in answer.text


@pytest.mark.parametrize("sent", [{}, {"owner": "nonsense"}, {"owner": "{gone}"}])
def test_an_unknown_owner_takes_no_lead_from_its_own(browser, lead, gone, rep, sent):
    sent = {name: value.format(gone=gone.pk) for name, value in sent.items()}
    answer = browser.post(f"/leads/{lead.pk}/owner/", sent)
    lead.refresh_from_db()
    assert (answer.status_code, lead.owner, "Choose" in answer.text) == (UNPROCESSABLE, rep, True)


@pytest.mark.parametrize(
    "sent",
    [
        {"action": "assign"},
        {"action": "assign", "owner": "nonsense"},
        {"action": "assign", "owner": "{gone}"},
        {"action": "close-on"},
        {"action": "close-on", "close_on": "soon"},
        {"action": "move", "stage": "nowhere"},
        {"action": "delete"},
    ],
)
def test_an_unknown_bulk_action_or_value_changes_no_deal(browser, rep, gone, acme, sent):
    deal = DealFactory(owner=rep, expected_close_on=now().date())
    before = Deal.objects.values().get(pk=deal.pk)
    sent = {name: value.format(gone=gone.pk) for name, value in sent.items()}
    answer = browser.post("/revops/deals/bulk/", {"ids": [deal.pk], **sent})
    assert (answer.status_code, Deal.objects.values().get(pk=deal.pk)) == (UNPROCESSABLE, before)


def test_an_unknown_state_of_a_person_locks_nobody_out_or_in(browser, rep, gone):
    for user in (rep, gone):
        assert (
            browser.post(f"/settings/team/{user.pk}/active/", {"active": "no"}).status_code == UNPROCESSABLE
        )
    assert list(User.objects.filter(pk__in=[rep.pk, gone.pk], is_active=True)) == [rep]


def test_an_unknown_thing_to_do_saves_no_rule_of_a_signal(browser, acme):
    address = "/scoring/signals/PRICING_PAGE/rules/"
    sent = {"which": "new", "new-trigger": "page_visit", "new-values": "/never/", "do": "burn"}
    assert browser.post(address, sent).status_code == UNPROCESSABLE
    assert "/never/" not in browser.get("/scoring/signals/PRICING_PAGE/").text


def test_a_batch_is_not_retried_under_another_number_than_the_one_sent(browser, acme):
    batch = EnrichmentBatch.objects.create(label="All", total=0)
    before = EnrichmentBatch.objects.count()
    answer = browser.post(f"/lead-intelligence/batches/{batch.pk}/retry/", {"batch": "nonsense"})
    assert (answer.status_code, EnrichmentBatch.objects.count()) == (UNPROCESSABLE, before)
