"""Who is a machine: by the name it gives itself, by why it fetches, by how quick it is."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from crawleruseragents import CRAWLER_USER_AGENTS_DATA

BURST_PAGES = 4
BURST_WITHIN = timedelta(seconds=1)
LEAST_FILL_TIME = timedelta(seconds=2)
SCAN_WITHIN = timedelta(seconds=10)
LEAST_LINKS = 2

# What opens links of mails before people do, and says so. The list of crawlers does not know them.
_MAIL_SCANNERS = re.compile(
    r"barracuda|mimecast|proofpoint|urldefense|ironport|messagelabs|symantec|trendmicro|fireeye|trellix"
    r"|forcepoint|zscaler|sophos|fortinet|fortimail|safelinks|ms-office|microsoft office|bitdefender"
    r"|cloudmark|avanan|spamtitan|knowbe4|hornetsecurity|vade ?secure|virustotal|urlscan|googleimageproxy"
    r"|yahoomailproxy",
    re.IGNORECASE,
)
_DRIVEN = re.compile(
    r"headless|phantomjs|puppeteer|playwright|selenium|webdriver|slimerjs|electron-fetch", re.IGNORECASE
)
_CRAWLERS = re.compile("|".join(f"(?:{crawler['pattern']})" for crawler in CRAWLER_USER_AGENTS_DATA))
_AHEAD = re.compile(r"prefetch|prerender|preview|preload", re.IGNORECASE)
_MOST_LETTERS = 1000


def bot_reason(*, user_agent: str, purpose: str) -> str:
    """Why this is no person, as words for people; empty for a person.

    `purpose` is what the headers Sec-Purpose, Purpose, X-Purpose or X-Moz say. No user agent says nothing:
    calls of servers have none.
    """
    if _AHEAD.search(purpose):
        return "Fetched ahead of a click"
    return _reason_of_agent(user_agent[:_MOST_LETTERS])


@lru_cache(maxsize=4096)
def _reason_of_agent(user_agent: str) -> str:
    if _DRIVEN.search(user_agent):
        return "Headless browser"
    if found := _MAIL_SCANNERS.search(user_agent):
        return f"Mail scanner ({found[0]})"
    if found := _CRAWLERS.search(user_agent):
        return f"Crawler ({found[0].strip('/ ')})"
    return ""


def bursts(times: Sequence[datetime]) -> list[bool]:
    """For each of a visitor's page views, in any order: whether it is one of four or more within a second."""
    order = sorted(range(len(times)), key=times.__getitem__)
    marked = [False] * len(times)
    for start in range(len(order) - BURST_PAGES + 1):
        window = order[start : start + BURST_PAGES]
        if times[window[-1]] - times[window[0]] < BURST_WITHIN:
            for place in window:
                marked[place] = True
    return marked


def filled_too_quickly(*, shown_at: datetime, sent_at: datetime) -> bool:
    """Whether a form was sent sooner than a person can fill it in."""
    return sent_at - shown_at < LEAST_FILL_TIME


def scanned_mail(*, links: int, first_clicks: Mapping[str, datetime]) -> bool:
    """Whether a machine went through a mail: it has `links` links, and each was opened within seconds.

    `first_clicks` are the first opening of each link. A mail with one link says nothing.
    """
    if links < LEAST_LINKS or len(first_clicks) < links:
        return False
    return max(first_clicks.values()) - min(first_clicks.values()) < SCAN_WITHIN
