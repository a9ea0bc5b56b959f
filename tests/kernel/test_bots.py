from datetime import UTC, datetime, timedelta

import pytest

from mauntic.kernel.bots import (
    agent_of_sender,
    bot_reason,
    bursts,
    filled_too_quickly,
    reason_label,
    scanned_mail,
)
from tests.support.pseudo import pseudo, pseudo_locale

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Safari/537.36"
)
PEOPLE = {
    "Chrome": CHROME,
    "Edge": f"{CHROME} Edg/131.0.0.0",
    "Safari on a phone": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    "Firefox": "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
    "a phone named Cubot": "Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20) AppleWebKit/537.36"
    " (KHTML, like Gecko) Chrome/98.0.4758.101 Mobile Safari/537.36",
    "Outlook for the desktop": "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Win64; x64; Trident/7.0;"
    " .NET4.0C; .NET4.0E; Microsoft Outlook 16.0.5332; ms-office; MSOffice 16)",
    "new Outlook": "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17126; Pro)",
    "Outlook on a Mac": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) MacOutlook/16.80",
    "Apple Mail": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)",
    "Thunderbird": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.5.0",
}
SERVERS = {
    "a server that says nothing": "",
    "the Segment client": "analytics-python/2.3.3",
}
MACHINES = {
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)": "Crawler (Googlebot)",
    "curl/8.5.0": "Crawler (curl)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)": "Crawler (Slackbot)",
    CHROME.replace("Chrome", "HeadlessChrome"): "Headless browser",
    "Mozilla/5.0 (compatible; BarracudaCentral; +http://barracudacentral.com)": "Email scanner (Barracuda)",
    "Mozilla/5.0 (compatible; Proofpoint URL Defense)": "Email scanner (Proofpoint)",
    "Mozilla/4.0 (compatible; ms-office; MSOffice 16)": "Email scanner (ms-office)",
    "Microsoft Office Existence Discovery": "Email scanner (Microsoft Office)",
    "AhrefsSiteAudit (Desktop) - Mozilla/5.0 (compatible; AhrefsSiteAudit/6.1)": "Crawler (AhrefsSiteAudit)",
    "Mozilla/5.0": "Email proxy (Mozilla/5.0)",
    "LinkChecker/10.2 (+https://linkchecker.github.io/linkchecker/)": "Crawler (LinkChecker)",
    "Mozilla/5.0 (compatible; LinkChecker/10.6; +https://linkchecker.github.io/)": "Crawler (LinkChecker)",
    "Java/17.0.9": "Crawler (Java/17.0.9)",
    "Java-http-client/21.0.1": "Crawler (Java-http-client/21.0.1)",
    "Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/22.1.0": "Headless browser",
}


@pytest.mark.parametrize("user_agent", PEOPLE.values(), ids=PEOPLE)
def test_people_are_taken_for_people(user_agent):
    assert bot_reason(user_agent=user_agent, purpose="", in_browser=True) == ""


@pytest.mark.parametrize("user_agent", SERVERS.values(), ids=SERVERS)
def test_servers_are_no_machines_where_they_tell_of_their_users(user_agent):
    assert bot_reason(user_agent=user_agent, purpose="") == ""
    assert bot_reason(user_agent=user_agent, purpose="", in_browser=True) != ""


@pytest.mark.parametrize("program", ["lychee/0.15.1", "Ruby", "PHP/8.4", "Jersey/2.35", "undici", "node"])
def test_what_is_no_browser_is_a_machine_where_only_browsers_have_business(program):
    assert bot_reason(user_agent=program, purpose="", in_browser=True) == f"Not a browser ({program})"


@pytest.mark.parametrize("user_agent", [CHROME, *(name for name in MACHINES if "Mozilla/" in name)])
def test_what_a_browser_or_crawler_says_of_itself_counts_when_it_sends(user_agent):
    assert agent_of_sender(user_agent) == user_agent


def test_a_crawler_that_is_no_mozilla_is_known_when_it_sends():
    assert agent_of_sender("Screaming Frog SEO Spider/19.2") != ""


@pytest.mark.parametrize(
    "library",
    ["python-requests/2.34", "axios/1.7", "Go-http-client/2.0", "okhttp/4.12.0", "Java/21",
     "analytics-ruby/2.5", "WordPress/6.7; https://shop.example",
     "Apache-HttpClient/4.5 (Java/17.0.1)", "Ruby", ""],
)  # fmt: skip
def test_the_library_of_a_server_says_nothing_of_the_person(library):
    assert agent_of_sender(library) == ""


@pytest.mark.parametrize(("user_agent", "reason"), MACHINES.items())
def test_machines_are_known_by_the_name_they_give(user_agent, reason):
    assert bot_reason(user_agent=user_agent, purpose="") == reason


@pytest.mark.parametrize("purpose", ["prefetch", "prefetch;prerender", "preview", "Prerender"])
def test_what_a_browser_fetches_ahead_of_a_click_is_no_visit(purpose):
    assert bot_reason(user_agent=CHROME, purpose=purpose) == "Prefetched before a click"


def test_an_endless_user_agent_is_judged_by_its_beginning():
    assert bot_reason(user_agent="x" * 5_000_000, purpose="") == ""


def test_four_pages_in_a_second_are_a_machines_and_the_fifth_a_minute_later_is_not():
    times = [NOON + timedelta(milliseconds=step) for step in (300, 0, 600, 900, 60_000)]

    assert bursts(times) == [True, True, True, True, False]


def test_three_pages_in_a_second_or_four_in_exactly_one_are_a_persons():
    assert bursts([NOON] * 3) == [False] * 3
    assert bursts([NOON, NOON, NOON, NOON + timedelta(seconds=1)]) == [False] * 4


def test_nobody_fills_a_form_in_less_than_two_seconds():
    assert filled_too_quickly(shown_at=NOON, sent_at=NOON + timedelta(seconds=1.9))
    assert not filled_too_quickly(shown_at=NOON, sent_at=NOON + timedelta(seconds=2))


def test_who_opens_every_link_of_a_mail_within_seconds_scans_it():
    within = {"a": NOON, "b": NOON + timedelta(seconds=3)}
    slowly = {"a": NOON, "b": NOON + timedelta(seconds=30)}

    assert scanned_mail(links=2, first_clicks=within)
    assert not scanned_mail(links=3, first_clicks=within)
    assert not scanned_mail(links=2, first_clicks=slowly)
    assert not scanned_mail(links=1, first_clicks={"a": NOON})


def test_a_purpose_is_found_behind_other_words():
    assert bot_reason(user_agent=CHROME, purpose="document; prefetch") == "Prefetched before a click"


def test_a_program_is_told_by_the_beginning_of_its_name():
    name = "MyProgram/1.0 " + "x" * 100

    assert bot_reason(user_agent=name, purpose="", in_browser=True) == f"Not a browser ({name[:60]})"
    assert bot_reason(user_agent="", purpose="", in_browser=True) == "No user agent"
    # A browser says so at the beginning; a program that names one later does not become one.
    assert (
        bot_reason(user_agent="like Mozilla", purpose="", in_browser=True) == "Not a browser (like Mozilla)"
    )


def test_of_a_user_agent_the_first_1000_letters_are_read():
    assert bot_reason(user_agent=f"{'x' * 990}Googlebot/", purpose="") == "Crawler (Googlebot)"
    assert bot_reason(user_agent=f"{'x' * 991}Googlebot/", purpose="") == ""


@pytest.mark.parametrize(
    ("user_agent", "is_its_own"),
    [
        ("Agent of Mimecast", True),
        ("Program (headless)", True),
        ("The Screaming Frog SEO Spider/19.2", True),
        ("WordPress/6.7 (Googlebot)", False),
        ("Zapier (Googlebot)", False),
        ("Site with WordPress/6.7 (Googlebot)", True),
    ],
)
def test_a_sender_is_known_wherever_its_name_stands(user_agent, is_its_own):
    assert (agent_of_sender(user_agent) == user_agent) is is_its_own


@pytest.mark.parametrize(
    "name",
    ["barracuda", "Mimecast", "URLDEFENSE", "FortiMail", "vade secure", "vadesecure", "GoogleImageProxy"],
)
def test_scanners_of_mail_are_told_by_the_name_that_was_found(name):
    assert bot_reason(user_agent=f"Some {name}/1.0", purpose="") == f"Email scanner ({name})"


def test_four_pages_in_a_second_are_found_in_any_order_of_arrival():
    steps = (0, 5_000, 5_900, 100, 5_300, 5_600, 9_000)

    found = bursts([NOON + timedelta(milliseconds=step) for step in steps])
    assert found == [False, True, True, False, True, True, False]


def test_a_burst_is_found_at_the_end_and_no_page_alone_is_one():
    late = [NOON, *(NOON + timedelta(seconds=60, milliseconds=step) for step in (0, 300, 600, 900))]

    assert bursts(late) == [False, True, True, True, True]
    assert bursts([]) == []
    assert bursts([NOON, NOON + timedelta(seconds=1), NOON + timedelta(seconds=2)]) == [False] * 3


def test_a_scan_takes_less_than_ten_seconds():
    def clicks(seconds: float) -> dict[str, datetime]:
        return {"a": NOON + timedelta(seconds=seconds), "b": NOON, "c": NOON + timedelta(seconds=1)}

    assert scanned_mail(links=3, first_clicks=clicks(9.9)) is True
    assert scanned_mail(links=3, first_clicks=clicks(10)) is False
    assert scanned_mail(links=4, first_clicks=clicks(0)) is False
    assert scanned_mail(links=2, first_clicks=clicks(5)) is True
    assert scanned_mail(links=1, first_clicks=clicks(0)) is False
    assert scanned_mail(links=0, first_clicks={}) is False


@pytest.mark.parametrize(
    "reason", ["Opened many links within a second", "Opened several links of an email within seconds"]
)
def test_a_reason_that_is_stored_in_english_is_translated_where_it_is_shown(reason):
    with pseudo_locale():
        assert reason_label(reason) == pseudo(reason)
    assert reason_label(reason) == reason


def test_other_reasons_are_shown_as_stored():
    with pseudo_locale():
        assert [reason_label(""), reason_label("Marked by Kim")] == ["", "Marked by Kim"]
