from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client

from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.tenants.models import Organization
from mauntic.tracking.assets.services.downloads import contact_token
from mauntic.tracking.models import Asset, Download, Visitor
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory
from tests.tracking.browsers import Browser


@pytest.fixture
def browser(acme: Organization) -> Browser:
    return Browser(Client(headers={"host": ACME_HOST}))


@pytest.fixture
def asset(acme: Organization) -> Asset:
    return Asset.objects.create(name="Guide", slug="guide", target_url="https://www.acme.example/guide.pdf")


def told() -> list[dict]:
    stored = StoredEvent.objects.filter(type="content.AssetDownloaded").order_by("occurred_at", "pk")
    return [fact for event in stored for fact in event.facts]


def test_a_link_leads_on_and_a_known_contact_is_told_of(browser, asset):
    contact = ContactFactory()

    answer = browser.open("/a/guide/", c=contact_token(contact.pk))

    download = Download.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, asset.target_url)
    assert (download.contact, download.is_bot) == (contact, False)
    assert told() == [
        {
            "contactId": str(contact.pk),
            "assetId": str(asset.pk),
            "downloadId": str(download.pk),
            "downloadedAt": download.occurred_at.isoformat(),
            "isBot": False,
        }
    ]


def test_a_file_is_handed_over_and_saved(browser, acme, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    asset = Asset(name="Prices", slug="prices")
    asset.file.save("prices.html", ContentFile(b"<script>"))

    answer = browser.open("/a/prices/")

    assert b"".join(answer.streaming_content) == b"<script>"
    assert answer["Content-Disposition"] == 'attachment; filename="prices.html"'
    assert Download.objects.get().contact is None


def test_a_link_in_a_mail_makes_the_browser_the_contacts(browser, asset):
    contact = ContactFactory()

    browser.open("/a/guide/", c=contact_token(contact.pk), v="browser-1")
    browser.open("/a/guide/", v="browser-1")

    assert Visitor.objects.get().contact == contact
    assert [download.contact for download in Download.objects.all()] == [contact, contact]


@pytest.mark.parametrize("token", ["", "forged", "forged:abc:def"])
def test_a_forged_token_is_nobodys(browser, asset, token):
    answer = browser.open("/a/guide/", c=token)

    assert answer.status_code == 302
    assert Download.objects.get().contact is None
    assert told() == []


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"User-Agent": "Barracuda Sentinel (EE)"}, "Email scanner (Barracuda)"),
        ({"Sec-Purpose": "prefetch"}, "Prefetched before a click"),
        ({"X-Moz": "prefetch"}, "Prefetched before a click"),
        ({"User-Agent": ""}, "No user agent"),
    ],
)
def test_scanners_and_prefetches_are_kept_and_marked(browser, asset, headers, reason):
    contact = ContactFactory()

    browser.open("/a/guide/", headers=headers, c=contact_token(contact.pk))

    download = Download.objects.get()
    assert (download.is_bot, download.bot_reason) == (True, reason)
    assert [fact["isBot"] for fact in told()] == [True]


def test_who_opens_four_links_in_a_second_is_a_machine_from_the_first_on(browser, asset):
    contact = ContactFactory()

    with time_machine.travel(now(), tick=False):
        for _ in range(4):
            browser.open("/a/guide/", c=contact_token(contact.pk))
    with time_machine.travel(now() + timedelta(minutes=1), tick=False):
        browser.open("/a/guide/", c=contact_token(contact.pk))

    reasons = Download.objects.order_by("occurred_at").values_list("bot_reason", flat=True)
    assert list(reasons) == ["Opened many links within a second"] * 4 + [""]
    assert [fact["isBot"] for fact in told()].count(True) == 4


def test_who_opens_several_links_of_a_mail_within_seconds_scans_it(browser, asset):
    contact, start = ContactFactory(), now()
    Asset.objects.create(name="Prices", slug="prices", target_url="https://www.acme.example/prices.pdf")

    for slug, after in (("guide", 0), ("prices", 3), ("guide", 5), ("guide", 60)):
        with time_machine.travel(start + timedelta(seconds=after), tick=False):
            browser.open(f"/a/{slug}/", c=contact_token(contact.pk))

    reasons = Download.objects.order_by("occurred_at").values_list("bot_reason", flat=True)
    assert list(reasons) == ["Opened several links of an email within seconds"] * 3 + [""]
    assert [fact["isBot"] for fact in told()].count(True) == 3


def test_a_person_may_open_one_link_twice_and_another_after_a_while(browser, asset):
    contact, start = ContactFactory(), now()
    Asset.objects.create(name="Prices", slug="prices", target_url="https://www.acme.example/prices.pdf")

    for slug, after in (("guide", 0), ("guide", 2), ("prices", 15)):
        with time_machine.travel(start + timedelta(seconds=after), tick=False):
            browser.open(f"/a/{slug}/", c=contact_token(contact.pk))

    assert not Download.objects.filter(is_bot=True).exists()


def test_who_does_not_want_to_be_followed_takes_it_as_nobody(browser, asset):
    contact = ContactFactory()

    browser.open("/a/guide/", headers={"DNT": "1"}, c=contact_token(contact.pk), v="browser-1")

    download = Download.objects.get()
    assert (download.contact, download.visitor) == (None, None)


def test_what_is_switched_off_is_not_handed_out(browser, asset):
    asset.enabled = False
    asset.save()

    assert browser.open("/a/guide/").status_code == 404
    assert not Download.objects.exists()
