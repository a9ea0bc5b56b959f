"""The page script and the pixel, as files."""

import gzip

from django.test import Client

from mauntic.tracking.models import UntrackedDay, Visit, Visitor, WriteKey
from mauntic.tracking.visits.api.script import script_version
from tests.tracking.visits.collector import CHROME

PAGE = "https://www.acme.example/pricing"


def test_the_script_is_small_and_kept_for_a_year_under_its_version(stranger: Client):
    latest = stranger.get("/t.js", headers={"Accept-Encoding": "gzip"})
    versioned = stranger.get("/t.js", {"v": script_version()})

    assert latest["Content-Type"] == "text/javascript; charset=utf-8"
    assert len(latest.content) < 3 * 1024
    assert gzip.decompress(latest.content) == versioned.content
    assert latest["Cache-Control"] == "public, max-age=3600, stale-while-revalidate=86400"
    assert versioned["Cache-Control"] == "public, max-age=31536000, immutable"
    assert latest["Access-Control-Allow-Origin"] == "*"
    assert not latest.cookies


def test_an_unchanged_script_is_not_sent_again(stranger: Client):
    tag = stranger.get("/t.js")["ETag"]

    assert stranger.get("/t.js", headers={"If-None-Match": tag}).status_code == 304


def pixel(client: Client, site: WriteKey, headers: dict[str, str] | None = None, **query: str):
    return client.get("/t.gif", {"key": site.key, **query}, headers={"User-Agent": CHROME, **(headers or {})})


def test_the_pixel_is_a_page_view_and_never_kept_by_browsers(stranger: Client, site: WriteKey):
    answer = pixel(stranger, site, url=PAGE, title="Pricing", anonymousId="browser-1")

    visit = Visit.objects.get()
    assert (answer["Content-Type"], answer["Cache-Control"]) == (
        "image/gif",
        "no-store, no-cache, must-revalidate, private",
    )
    assert answer.content.startswith(b"GIF89a")
    assert not answer.cookies
    assert (visit.url, visit.title, visit.visitor.anonymous_id, visit.is_bot) == (
        PAGE,
        "Pricing",
        "browser-1",
        False,
    )


def test_without_a_name_a_browser_has_one_for_the_day_and_the_page_is_the_one_that_shows_it(
    stranger: Client, site: WriteKey
):
    pixel(stranger, site, headers={"Referer": PAGE})
    pixel(stranger, site, headers={"Referer": PAGE})
    pixel(stranger, site, headers={"Referer": PAGE, "User-Agent": f"{CHROME} Edg/141.0"})

    assert set(Visit.objects.values_list("url", flat=True)) == {PAGE}
    assert Visitor.objects.count() == 2


def test_the_pixel_of_a_scanner_is_kept_and_marked(stranger: Client, site: WriteKey):
    pixel(stranger, site, url=PAGE, headers={"User-Agent": "Googlebot/2.1"})

    assert Visit.objects.get().bot_reason == "Crawler (Googlebot)"


def test_who_does_not_want_to_be_followed_is_only_counted(stranger: Client, site: WriteKey):
    pixel(stranger, site, url=PAGE, headers={"DNT": "1"})

    assert not Visit.objects.exists()
    assert UntrackedDay.objects.get().messages == 1


def test_a_pixel_without_a_page_or_a_key_says_what_is_missing(stranger: Client, site: WriteKey):
    nowhere = pixel(stranger, site)
    nobody = stranger.get("/t.gif", {"key": "unknown", "url": PAGE})

    assert (nowhere.status_code, list(nowhere.json()["details"])) == (400, ["url"])
    assert (nobody.status_code, nobody.json()["code"]) == (401, "unknown_write_key")
