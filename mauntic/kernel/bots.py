"""Detect bots by user agent, by purpose of the request, and by speed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from crawleruseragents import CRAWLER_USER_AGENTS_DATA

from mauntic.kernel.translation import StrPromise, gettext_lazy
from mauntic.kernel.translation import gettext as _

BURST_PAGES = 4
BURST_WITHIN = timedelta(seconds=1)
LEAST_FILL_TIME = timedelta(seconds=2)
SCAN_WITHIN = timedelta(seconds=10)
LEAST_LINKS = 2

# Stored, and compared with stored reasons: in English, and translated where they are shown.
QUICK_LINKS = "Opened many links within a second"
SCANNED_LINKS = "Opened several links of an email within seconds"
_REASON_LABELS: Mapping[str, StrPromise] = {
    QUICK_LINKS: gettext_lazy("Opened many links within a second"),
    SCANNED_LINKS: gettext_lazy("Opened several links of an email within seconds"),
}

# Scanners that open links of emails before people do. The list of crawlers does not have them.
_MAIL_SCANNERS = re.compile(
    r"barracuda|mimecast|proofpoint|urldefense|ironport|messagelabs|symantec|trendmicro|fireeye|trellix"
    r"|forcepoint|zscaler|sophos|fortinet|fortimail|safelinks|bitdefender"
    r"|cloudmark|avanan|spamtitan|knowbe4|hornetsecurity|vade ?secure|virustotal|urlscan|googleimageproxy"
    r"|yahoomailproxy",
    re.IGNORECASE,
)
# Office checks a link before it opens the browser. Outlook shows emails to people.
_OFFICE = re.compile(r"ms-office|microsoft office", re.IGNORECASE)
_OUTLOOK = re.compile(r"microsoft outlook|macoutlook", re.IGNORECASE)
# Apple's proxy fetches the images of all emails, read or not, with this user agent.
_BARE = re.compile(r"Mozilla/\d\.\d")
_DRIVEN = re.compile(
    r"headless|phantomjs|puppeteer|playwright|selenium|webdriver|slimerjs|electron-fetch|jsdom|happy-?dom"
    r"|cypress/",
    re.IGNORECASE,
)
# Link checkers and HTTP clients of languages. The list of crawlers does not have them.
_FETCHERS = re.compile(r"link-?check(?:er)?\b|(?:^|[ (;])java(?:-http-client)?/[\d._]+", re.IGNORECASE)


def _any_pattern(crawlers: Iterable[Mapping[str, Any]]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{crawler['pattern']})" for crawler in crawlers))


_CRAWLERS = _any_pattern(CRAWLER_USER_AGENTS_DATA)
# Libraries and services with which servers send messages about their users: neither browsers nor crawlers.
_SERVERS = re.compile(r"^(?:WordPress/|Zapier)")
_CRAWLERS_THEMSELVES = _any_pattern(
    crawler for crawler in CRAWLER_USER_AGENTS_DATA if "http-library" not in crawler.get("tags", ())
)
_BROWSERS = re.compile(r"^(?:Mozilla|Opera|Dalvik|Lotus-Notes|Microsoft Office|Outlook|MacOutlook)\b")
_AHEAD = re.compile(r"prefetch|prerender|preview|preload", re.IGNORECASE)
_MOST_LETTERS = 1000


def bot_reason(*, user_agent: str, purpose: str, in_browser: bool = False) -> str:
    """Return why a request is from a bot. Empty for a person.

    Without a user agent, or with one of an unknown program, a request counts as a person's, since servers
    send messages about their users. It is a bot's if it is `in_browser`.

    Args: `purpose` is the value of the header Sec-Purpose, Purpose, X-Purpose or X-Moz. `in_browser` is for
    requests that people send with browsers only: images of pages and emails, and links.
    """
    if _AHEAD.search(purpose):
        return _("Prefetched before a click")
    agent = user_agent[:_MOST_LETTERS]
    if found := _kind_of_agent(agent):
        kind, name = found
        return f"{kind} ({name})" if name else str(kind)
    if not in_browser or _BROWSERS.search(agent):
        return ""
    return _("Not a browser (%(agent)s)") % {"agent": agent[:60]} if agent else _("No user agent")


def reason_label(reason: str) -> str:
    """Return a stored reason in the current language. Reasons that are translated when stored stay."""
    return str(_REASON_LABELS.get(reason, reason))


def agent_of_sender(user_agent: str) -> str:
    """Return the user agent if the sender of a message is a browser or crawler, which sends its own messages.

    Empty for servers, which send messages about their users.
    """
    agent = user_agent[:_MOST_LETTERS]
    return user_agent if "Mozilla/" in agent or _crawls(agent) else ""


@lru_cache(maxsize=4096)
def _crawls(agent: str) -> bool:
    is_one = _CRAWLERS_THEMSELVES.search(agent) or _MAIL_SCANNERS.search(agent) or _DRIVEN.search(agent)
    return bool(is_one) and not _SERVERS.search(agent)


@lru_cache(maxsize=4096)
def _kind_of_agent(user_agent: str) -> tuple[StrPromise, str] | None:
    """Return the kind of a bot, translated when shown since the result is cached, and its name."""
    if _DRIVEN.search(user_agent):
        return gettext_lazy("Headless browser"), ""
    if found := _MAIL_SCANNERS.search(user_agent):
        return gettext_lazy("Email scanner"), found[0]
    if (found := _OFFICE.search(user_agent)) and not _OUTLOOK.search(user_agent):
        return gettext_lazy("Email scanner"), found[0]
    if _BARE.fullmatch(user_agent.strip()):
        return gettext_lazy("Email proxy"), user_agent.strip()
    if found := _CRAWLERS.search(user_agent) or _FETCHERS.search(user_agent):
        return gettext_lazy("Crawler"), found[0].strip("/ (;")
    return None


def bursts(times: Sequence[datetime]) -> list[bool]:
    """Return for each page view of a visitor whether it is one of four or more within a second."""
    order = sorted(range(len(times)), key=times.__getitem__)
    marked = [False] * len(times)
    for start in range(len(order) - BURST_PAGES + 1):
        window = order[start : start + BURST_PAGES]
        if times[window[-1]] - times[window[0]] < BURST_WITHIN:
            for position in window:
                marked[position] = True
    return marked


def filled_too_quickly(*, shown_at: datetime, sent_at: datetime) -> bool:
    """Return whether a form was sent faster than a person can fill it in."""
    return sent_at - shown_at < LEAST_FILL_TIME


def scanned_mail(*, links: int, first_clicks: Mapping[str, datetime]) -> bool:
    """Return whether a scanner opened the links of an email: `links` or more of them within ten seconds.

    Args: `first_clicks` is the time of the first opening of each link. `links` is at least 2.
    """
    if links < LEAST_LINKS or len(first_clicks) < links:
        return False
    return max(first_clicks.values()) - min(first_clicks.values()) < SCAN_WITHIN
