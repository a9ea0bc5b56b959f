"""Fetch pages of sites politely: robots.txt, redirects within reason, limits on size and time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from http import HTTPStatus
from ipaddress import ip_address
from time import monotonic, sleep
from urllib.parse import urljoin, urlsplit, urlunsplit

from django.conf import settings
from protego import Protego

from mauntic.kernel.http import REDIRECTS, BlockedAddressError, HttpAnswer, HttpClient, TransportError
from revops.agents.research.domain.page_choice import absolute

AGENT = "Mauntic"
MAX_BYTES = 3 * 1024 * 1024
SECONDS = 15.0
MOST_REDIRECTS = 5
LONGEST_DELAY = 5.0
"""Seconds between two pages that a site may ask for; longer ones are cut to this."""
LONGEST_WORDS = 300


class NotFetched(Exception):
    """A page was not fetched. `outcome` is one of `PageOutcome`."""

    def __init__(self, outcome: str, words: str = "") -> None:
        super().__init__(words or outcome)
        self.outcome, self.words = outcome, words[:LONGEST_WORDS]


@dataclass(frozen=True, slots=True)
class Fetched:
    """The answer of a server. `url` is where it came from in the end."""

    url: str
    body: bytes
    content_type: str
    charset: str


@dataclass(slots=True)
class Sites:
    """Fetches pages, and remembers the robots.txt of each site that it meets.

    Args:
        gateway: an address that answers for all sites, for the demo and tests; empty asks the sites
            themselves.
    """

    http: HttpClient
    gateway: str = ""
    robots: dict[str, Protego | None] = field(default_factory=dict)
    asked_at: dict[str, float] = field(default_factory=dict)

    @classmethod
    def from_settings(cls) -> "Sites":
        """Return an instance as this installation allows it."""
        allowed = HttpClient.from_settings().allow_loopback
        client = HttpClient(allow_loopback=allowed, timeout=SECONDS, max_bytes=MAX_BYTES)
        return cls(client, settings.MAUNTIC_RESEARCH_GATEWAY)

    def fetch(self, url: str) -> Fetched:
        """Return a page, following up to 5 redirects that robots.txt allows, too.

        Raises: `NotFetched`.
        """
        for _ in range(MOST_REDIRECTS + 1):
            if not self._may(url):
                raise NotFetched("refused")
            self._wait(url)
            answer = self._get(url)
            target = answer.headers.get("location", "")
            if answer.status not in REDIRECTS or not target:
                return _page(url, answer)
            url = absolute(url, target)
            if not url:
                raise NotFetched("blocked", target)
        raise NotFetched("failed", f"More than {MOST_REDIRECTS} redirects.")

    def sitemaps(self, url: str) -> list[str]:
        """Return the addresses of the sitemaps of a site, the usual one if its robots.txt names none."""
        rules = self._rules(url)
        named = [absolute(url, each) for each in rules.sitemaps] if rules else []
        return [each for each in named if each][:2] or [urljoin(url, "/sitemap.xml")]

    def _may(self, url: str) -> bool:
        rules = self._rules(url)
        return rules is not None and bool(rules.can_fetch(url, AGENT))

    def _rules(self, url: str) -> Protego | None:
        """Return the rules of a site; None if it does not say them just now, which forbids everything."""
        origin = _origin(url)
        if origin not in self.robots:
            self.robots[origin] = self._read_rules(origin)
        return self.robots[origin]

    def _read_rules(self, origin: str) -> Protego | None:
        answer = self._get(f"{origin}/robots.txt", follow=True)
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return None
        # Without a file, or with one that nobody may read, everything is allowed (RFC 9309).
        body = answer.body if answer.status == HTTPStatus.OK else b""
        return Protego.parse(body[:500_000].decode("utf-8-sig", errors="replace"))

    def _wait(self, url: str) -> None:
        rules = self._rules(url)
        delay = min((rules.crawl_delay(AGENT) or 0.0) if rules else 0.0, LONGEST_DELAY)
        origin = _origin(url)
        rest = self.asked_at.get(origin, -delay) + delay - monotonic()
        if delay and origin in self.asked_at and rest > 0:
            sleep(rest)
        self.asked_at[origin] = monotonic()

    def _get(self, url: str, *, follow: bool = False) -> HttpAnswer:
        address, headers = self._through_gateway(url)
        headers = {**headers, "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.1"}
        try:
            return self.http.get(address, headers=headers, follow_redirects=follow)
        except BlockedAddressError as error:
            raise NotFetched("blocked", error.message) from error
        except TransportError as error:
            raise NotFetched("failed", error.message) from error

    def _through_gateway(self, url: str) -> tuple[str, Mapping[str, str]]:
        """Return where to ask for an address, with the host in a header. Numbers are asked directly."""
        parts = urlsplit(url)
        if not self.gateway or _is_number(parts.hostname or ""):
            return url, {}
        inner = urlsplit(self.gateway)
        address = urlunsplit(parts._replace(scheme=inner.scheme, netloc=inner.netloc))
        return address, {"X-Forwarded-Host": parts.netloc}


def _page(url: str, answer: HttpAnswer) -> Fetched:
    if answer.status != HTTPStatus.OK:
        outcome = "missing" if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE} else "failed"
        raise NotFetched(outcome, f"HTTP {answer.status}")
    header = Message()
    header["Content-Type"] = answer.headers.get("content-type", "")
    declared = header.get_content_type() if answer.headers.get("content-type") else ""
    return Fetched(url, answer.body, declared, str(header.get_content_charset() or ""))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return host == "localhost"
    return True
