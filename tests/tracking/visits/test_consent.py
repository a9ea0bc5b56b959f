"""Crawlers, browsers that want not to be tracked, and people who refuse."""

import pytest

from mauntic.crm.models import Contact
from mauntic.tracking.models import (
    UntrackedDay,
    Visit,
    Visitor,
)
from tests.factories.crm import ContactFactory
from tests.tracking.visits.collector import IDENTIFY, PAGE, facts


def test_crawlers_are_kept_and_marked(sender):
    ContactFactory(email="jo@buyer.example")
    agent = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"

    sender.batch({**PAGE, "userId": "jo@buyer.example", "context": {"userAgent": agent}})

    visit = Visit.objects.get()
    assert (visit.is_bot, visit.bot_reason) == (True, "Crawler (Googlebot)")
    assert facts("content.PageVisited")[0]["isBot"] is True


def test_the_name_of_a_servers_library_makes_nobody_a_bot(sender):
    sender.batch(PAGE, headers={"User-Agent": "python-requests/2.34"})

    assert Visit.objects.get().is_bot is False


def test_a_crawler_that_does_not_begin_with_mozilla_is_none_of_the_people(sender):
    agent = "AhrefsSiteAudit (Desktop) - Mozilla/5.0 (compatible; AhrefsSiteAudit/6.1)"  # case 38

    sender.send("page", headers={"User-Agent": agent}, anonymousId="b1")

    assert Visit.objects.get().bot_reason == "Crawler (AhrefsSiteAudit)"


@pytest.mark.parametrize("agent", ["Java/17.0.9", "lychee/0.15", "", "Mozilla/5.0"])
def test_only_browsers_show_a_pixel_to_people(sender, agent):
    url = f"/t.gif?key={sender.site.key}&url=https://acme.example/"

    assert sender.client.get(url, headers={"User-Agent": agent}).status_code == 200
    assert Visit.objects.get().is_bot


@pytest.mark.parametrize("header", ["DNT", "Sec-GPC"])
def test_a_browser_that_wants_not_to_be_tracked_is_only_counted(sender, header):
    sender.batch(PAGE, IDENTIFY, headers={header: "1"})
    sender.batch(PAGE, headers={header: "1"})

    assert (Visit.objects.count(), Visitor.objects.count(), Contact.objects.count()) == (0, 0, 0)
    assert UntrackedDay.objects.get().messages == 3


def test_a_refused_consent_is_honoured(sender):
    refusal = {"consent": {"categoryPreferences": {"Analytics": False}}}

    sender.batch({**PAGE, "context": refusal}, {**PAGE, "anonymousId": "browser-2"})

    assert Visitor.objects.get().anonymous_id == "browser-2"


def test_who_refused_is_followed_again_only_after_consent(sender):
    def consent(given: bool) -> dict:
        return {"context": {"consent": {"categoryPreferences": {"Analytics": given}}}}

    sender.batch(PAGE)
    sender.batch({**PAGE, **consent(False)})
    sender.batch(PAGE)
    assert (Visit.objects.count(), UntrackedDay.objects.get().messages) == (1, 2)

    sender.batch({**PAGE, **consent(True)})
    sender.batch(PAGE)

    assert Visit.objects.count() == 3


def test_a_refusal_counts_from_its_message_on_in_a_batch_too(sender):
    def page(given: bool | None) -> dict:
        preferences = {} if given is None else {"consent": {"categoryPreferences": {"Analytics": given}}}
        return {**PAGE, "context": preferences}

    sender.batch(page(True), page(False), page(None))
    sender.batch(page(None))
    assert Visit.objects.count() == 1

    sender.batch(page(None), page(True), page(None))
    assert Visit.objects.count() == 3
