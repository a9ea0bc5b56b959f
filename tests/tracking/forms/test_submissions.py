import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from mauntic.crm.models import Contact
from mauntic.events.models import StoredEvent
from mauntic.tenants.models import Organization
from mauntic.tracking.forms.services.judge import judge_submission
from mauntic.tracking.models import FormSubmission, TrackingForm, TrackingSettings, Visit, Visitor
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory
from tests.tracking.browsers import PAGE, Browser

ANN = {"email": "Ann@Tower.example", "full_name": "Ann Lee", "company": "Tower", "message": "Call me"}


@pytest.fixture
def browser(acme: Organization) -> Browser:
    return Browser(Client(headers={"host": ACME_HOST}))


@pytest.fixture
def form(acme: Organization) -> TrackingForm:
    return TrackingForm.objects.create(name="Ask for a demo", slug="demo", form_type="demo")


def told() -> list[dict]:
    stored = StoredEvent.objects.filter(type="content.FormSubmitted").order_by("occurred_at", "pk")
    return [fact for event in stored for fact in event.facts]


def test_a_sent_form_makes_a_lead_and_is_told_of(browser, form):
    answer = browser.send(form, **ANN)

    submission = FormSubmission.objects.get()
    contact = Contact.objects.get()
    assert answer.status_code == 200
    assert answer.json() == {
        "ok": True,
        "message": "Thank you. We will be in touch.",
        "redirectUrl": None,
    }
    assert (contact.email, contact.name, contact.company.name, contact.source) == (
        "ann@tower.example",
        "Ann Lee",
        "Tower",
        "form",
    )
    assert submission.contact == contact
    assert not submission.is_spam
    assert told() == [
        {
            "contactId": str(contact.pk),
            "formType": "demo",
            "fields": ANN,
            "submissionId": str(submission.pk),
            "submittedAt": submission.submitted_at.isoformat(),
            "isSpam": False,
        }
    ]


def test_json_is_taken_like_a_form(browser, form):
    answer = browser.client.post("/forms/demo/", json.dumps(ANN), content_type="application/json")

    assert answer.status_code == 200
    assert Contact.objects.get().email == "ann@tower.example"


def test_what_is_known_of_a_lead_stays_and_what_is_empty_is_filled(browser, form):
    known = ContactFactory(email="ann@tower.example", first_name="Anna", last_name="", title="", company=None)

    browser.send(form, **ANN)

    known.refresh_from_db()
    assert (known.first_name, known.last_name, known.company.name) == ("Anna", "Lee", "Tower")


def test_nobody_learns_who_is_known_or_taken_for_spam(browser, form):
    ContactFactory(email="known@tower.example")

    new = browser.send(form, email="new@tower.example")
    known = browser.send(form, email="known@tower.example")
    spam = browser.send(form, email="spam@tower.example", _homepage="x")

    assert new.content == known.content == spam.content


def test_pages_are_sent_on_to_the_forms_own_thank_you_page_and_nowhere_else(browser, form):
    form.redirect_url = "https://www.acme.example/thanks"
    form.save()

    answer = browser.submit(form, email="ann@tower.example", next="https://evil.example/")

    assert answer.status_code == 303
    assert answer["Location"] == "https://www.acme.example/thanks"


def test_without_a_page_of_its_own_thanks_are_said_here(browser, form):
    answer = browser.submit(form, email="ann@tower.example")

    thanks = browser.open(answer["Location"])
    assert answer["Location"] == "/forms/demo/?sent=1"
    assert "Thank you. We will be in touch." in thanks.content.decode()


def test_what_is_wrong_is_said_per_field(browser, form):
    form.fields[1]["required"] = True
    form.save()

    answer = browser.send(form, email="no address", message="x" * 5001)

    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"
    assert answer.json()["details"] == {
        "email": ['"no address" is not an email address. Enter one such as name@company.com.'],
        "full_name": ["Enter Name."],
        "message": ["Enter at most 5,000 characters, not 5,001."],
    }
    assert not FormSubmission.objects.exists()


def test_a_page_shows_the_form_again_with_what_was_filled_in(browser, form):
    answer = browser.submit(form, email="no address", message="<b>Hi")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "&quot;no address&quot; is not an email address" in page
    assert 'value="no address"' in page
    assert "&lt;b&gt;Hi" in page


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"text"', b'{"email": "\\ud800"}'])
def test_json_that_is_none_is_told_so(browser, form, body):
    answer = browser.client.post("/forms/demo/", body, content_type="application/json")

    assert answer.status_code == 400
    assert list(answer.json()["details"]) == ["body"]


def test_a_form_that_is_switched_off_or_unknown_is_not_found(browser, form):
    form.enabled = False
    form.save()

    assert browser.send(form, **ANN).status_code == 404
    assert browser.client.post("/forms/nothing/", ANN, headers=PAGE).status_code == 404


def test_other_sites_may_send_it_without_cookies(browser, form):
    asked = browser.client.options("/forms/demo/", headers={"Origin": "https://www.acme.example"})
    sent = browser.send(form, headers={"Origin": "https://www.acme.example"}, **ANN)
    shown = browser.open("/forms/demo/")

    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Origin"] == sent["Access-Control-Allow-Origin"] == "*"
    assert not asked.cookies
    assert not sent.cookies
    assert not shown.cookies


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ({"_homepage": "https://pills.example"}, "Hidden field filled in"),
        ({"full_name": "Win at www.pills.example"}, "Web address in a name"),
    ],
)
def test_spam_is_kept_with_its_reason_and_makes_no_lead(browser, form, extra, reason):
    browser.send(form, **(ANN | extra))

    assert FormSubmission.objects.get().spam_reason == reason
    assert not Contact.objects.exists()
    assert told() == []


def test_a_form_that_is_filled_in_at_once_is_spam_and_one_that_took_a_while_is_none(browser, form):
    at_once = browser.stamp(form, ago=timedelta(seconds=1))
    a_while = browser.stamp(form, ago=timedelta(seconds=3))

    browser.send(form, email="quick@tower.example", _stamp=at_once)
    browser.send(form, email="slow@tower.example", _stamp=a_while)

    assert list(FormSubmission.objects.order_by("submitted_at").values_list("spam_reason", flat=True)) == [
        "Filled in faster than a person can",
        "",
    ]


def test_a_form_that_is_sent_twice_from_one_page_is_one_submission(browser, form):
    stamp = browser.stamp(form, ago=timedelta(seconds=5))
    for _click in range(2):
        assert browser.send(form, **ANN, _stamp=stamp).status_code == 200
    assert FormSubmission.objects.count() == 1
    assert len(told()) == 1
    browser.send(form, **(ANN | {"message": "Call me at noon"}), _stamp=stamp)
    browser.send(form, **ANN)  # without a stamp nobody knows whether it is the same page
    assert FormSubmission.objects.count() == 3


def test_a_double_click_on_a_form_is_one_submission(committed):
    form = TrackingForm.objects.create(name="Ask for a demo", slug="demo", form_type="demo")
    browser = Browser(Client(headers={"host": f"{committed.schema_name}.localhost"}))
    stamp = browser.stamp(form, ago=timedelta(seconds=5))

    def send(_click: int) -> None:
        try:
            browser.send(form, **ANN, _stamp=stamp)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(send, range(2)))
    assert FormSubmission.objects.count() == 1


def test_a_forged_or_foreign_stamp_says_nothing(browser, form):
    other = TrackingForm.objects.create(name="Other", slug="other")
    foreign = browser.stamp(other, ago=timedelta(seconds=0))

    browser.send(form, email="a@tower.example", _stamp=foreign)
    browser.send(form, email="b@tower.example", _stamp="forged:stamp")

    assert not FormSubmission.objects.filter(verdict="spam").exists()


def test_the_sixth_form_from_one_network_address_is_spam(browser, form):
    for number in range(6):
        browser.send(form, email=f"person{number}@tower.example")

    assert list(FormSubmission.objects.order_by("submitted_at").values_list("verdict", flat=True)) == [
        *["accepted"] * 5,
        "spam",
    ]


def test_a_flood_is_refused_and_told_when_to_come_back(browser, form, monkeypatch):
    monkeypatch.setattr("mauntic.tracking.forms.services.receive.MOST_STORED_OF_SENDER", 1)
    browser.send(form, email="a@tower.example")

    answer = browser.send(form, email="b@tower.example")

    assert answer.status_code == 429
    assert answer["Retry-After"] == "600"
    assert FormSubmission.objects.count() == 1


def test_a_throw_away_mailbox_is_remarked(browser, form):
    browser.send(form, email="ann@mailinator.com")

    submission = FormSubmission.objects.get()
    assert (submission.verdict, submission.remark) == (
        "accepted",
        "mailinator.com offers disposable mailboxes",
    )


def test_the_browser_becomes_the_leads_with_what_it_saw_before(browser, form):
    visitor = Visitor.objects.create(anonymous_id="browser-1")
    seen = Visit.objects.create(visitor=visitor, url="https://www.acme.example/pricing")

    browser.send(form, **ANN, _visitor="browser-1")

    seen.refresh_from_db()
    visitor.refresh_from_db()
    assert seen.contact == visitor.contact == Contact.objects.get()
    assert StoredEvent.objects.filter(type="content.PageVisited").get().facts[0]["visitId"] == str(seen.pk)


@pytest.mark.parametrize("header", ["DNT", "Sec-GPC"])
def test_who_does_not_want_to_be_followed_sends_a_form_and_no_browser(browser, form, header):
    browser.send(form, headers={header: "1"}, **ANN, _visitor="browser-1")

    assert FormSubmission.objects.get().visitor is None
    assert not Visitor.objects.exists()


def test_what_is_no_spam_after_all_makes_its_lead_and_counts_at_its_own_time(browser, form, admin):
    browser.send(form, **ANN, _homepage="x")
    spam = FormSubmission.objects.get()

    assert judge_submission(submission=spam, is_spam=False, by=admin)

    [fact] = told()
    assert fact["submittedAt"] == spam.submitted_at.isoformat()
    assert fact["contactId"] == str(Contact.objects.get().pk)
    assert not judge_submission(submission=spam, is_spam=False, by=admin)


def test_what_is_spam_after_all_is_told_so_and_its_lead_stays(browser, form, admin):
    browser.send(form, **ANN)
    submission = FormSubmission.objects.get()

    judge_submission(submission=submission, is_spam=True, by=admin)

    submission.refresh_from_db()
    assert [fact["isSpam"] for fact in told()] == [False, True]
    assert submission.spam_reason == "Marked by Ada Admin"
    assert Contact.objects.exists()


def test_a_form_creates_no_more_leads_an_hour_than_the_limit_and_keeps_the_rest_for_a_person(
    browser, form, admin, time_machine
):
    time_machine.move_to("2026-11-29T10:05:00Z", tick=False)
    cache.clear()
    TrackingSettings.objects.create(new_leads_per_hour=1)
    browser.send(form, email="a@tower.example")

    browser.send(form, email="b@tower.example")
    browser.send(form, email="a@tower.example", message="Again")

    kept = FormSubmission.objects.get(fields__email="b@tower.example")
    assert list(Contact.objects.values_list("email", flat=True)) == ["a@tower.example"]
    assert (kept.is_spam, kept.spam_reason) == (
        True,
        "The limit of 1 new leads per hour is reached. Raise it in Settings > Tracking.",
    )
    assert judge_submission(submission=kept, is_spam=False, by=admin)
    assert Contact.objects.filter(email="b@tower.example").exists()
    time_machine.move_to("2026-11-29T11:00:00Z", tick=False)
    browser.send(form, email="c@tower.example")
    assert Contact.objects.filter(email="c@tower.example").exists()


@pytest.mark.parametrize("answer", [[["a"]], [{}], {"a": 1}, json.loads("[" * 200 + "]" * 200)])
def test_an_answer_in_json_is_a_value_or_a_list_of_values(browser, form, answer):
    body = json.dumps({"email": "ann@tower.example", "message": answer})
    told_wrong = browser.client.post(f"/forms/{form.slug}/", body, content_type="application/json")
    assert (told_wrong.status_code, set(told_wrong.json()["details"])) == (400, {"message"})
    assert FormSubmission.objects.count() == 0
