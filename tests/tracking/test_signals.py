"""What tracking tells of reaches scoring: signals come, machines show none, and corrections are followed."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.tenants.models import Organization
from mauntic.tracking.assets.services.downloads import contact_token
from mauntic.tracking.forms.services.judge import judge_submission
from mauntic.tracking.models import Asset, Download, FormSubmission, TrackingForm, TrafficKind, Visit, Visitor
from mauntic.tracking.traffic.services import correct, undo_correction
from mauntic.tracking.visitors.services.linking import link_visitors
from scoring.signals.models import IntentSignal
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory
from tests.tracking.browsers import Browser

YESTERDAY = now() - timedelta(days=1)


@pytest.fixture
def browser(acme: Organization) -> Browser:
    return Browser(Client(headers={"host": ACME_HOST}))


@pytest.fixture
def form(acme: Organization) -> TrackingForm:
    return TrackingForm.objects.create(name="Ask for a demo", slug="demo", form_type="demo")


@pytest.fixture
def asset(acme: Organization) -> Asset:
    return Asset.objects.create(name="Guide", slug="guide", target_url="https://www.acme.example/guide.pdf")


def signals() -> list[tuple[str, object]]:
    return sorted(IntentSignal.objects.values_list("type", "detected_at"))


def test_a_form_shows_the_signal_of_its_type(browser, form, run_jobs):
    with run_jobs():
        browser.send(form, email="ann@tower.example")

    assert signals() == [("DEMO_REQUEST", FormSubmission.objects.get().submitted_at)]


def test_spam_shows_none_until_it_is_no_spam_and_then_at_its_own_time(browser, form, admin, run_jobs):
    with run_jobs(), time_machine.travel(YESTERDAY, tick=False):
        browser.send(form, email="ann@tower.example", _homepage="x")
    assert signals() == []

    submission = FormSubmission.objects.get()
    with run_jobs():
        judge_submission(submission=submission, is_spam=False, by=admin)
    assert signals() == [("DEMO_REQUEST", submission.submitted_at)]

    with run_jobs():
        judge_submission(submission=submission, is_spam=True, by=admin)
    assert signals() == []
    assert Contact.objects.exists()


def test_a_scanner_shows_no_download_until_a_person_says_otherwise(browser, asset, admin, run_jobs):
    contact = ContactFactory()
    with run_jobs():
        browser.open("/a/guide/", headers={"Sec-Purpose": "prefetch"}, c=contact_token(contact.pk))
    assert signals() == []

    download = Download.objects.get()
    with run_jobs():
        correction = correct(kind=TrafficKind.DOWNLOADS, ids=[download.pk], is_bot=False, by=admin)
    assert signals() == [("CONTENT_DOWNLOAD", download.occurred_at)]

    with run_jobs():
        undo_correction(correction=correction, by=admin)
    assert signals() == []


def test_a_corrected_visit_counts_at_the_time_at_which_it_was(admin, run_jobs):
    visit = Visit.objects.create(
        contact=ContactFactory(), url="https://a.example/pricing", is_bot=True, occurred_at=YESTERDAY
    )

    with run_jobs():
        correct(kind=TrafficKind.VISITS, ids=[visit.pk], is_bot=False, by=admin)

    assert signals() == [("PRICING_PAGE", YESTERDAY)]


def test_what_a_bot_is_found_to_have_seen_before_it_was_known_shows_nothing(acme, run_jobs):
    visitor = Visitor.objects.create(anonymous_id="browser")
    Visit.objects.create(visitor=visitor, url="https://a.example/pricing", is_bot=True)

    with run_jobs():
        link_visitors(contacts={visitor.pk: ContactFactory().pk})

    assert signals() == []
