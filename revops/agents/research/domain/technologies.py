"""Technologies that a page shows: its generator, and whose scripts it loads."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from revops.agents.research.domain.folding import fold

_HOSTS = {
    "googletagmanager.com": "Google Tag Manager",
    "google-analytics.com": "Google Analytics",
    "plausible.io": "Plausible",
    "cdn.matomo.cloud": "Matomo",
    "js.hs-scripts.com": "HubSpot",
    "js.hsforms.net": "HubSpot",
    "munchkin.marketo.net": "Marketo",
    "pi.pardot.com": "Pardot",
    "widget.intercom.io": "Intercom",
    "js.driftt.com": "Drift",
    "static.zdassets.com": "Zendesk",
    "cdn.segment.com": "Segment",
    "cdn.mxpnl.com": "Mixpanel",
    "static.hotjar.com": "Hotjar",
    "cdn.optimizely.com": "Optimizely",
    "js.stripe.com": "Stripe",
    "cdn.shopify.com": "Shopify",
    "assets.squarespace.com": "Squarespace",
    "static.wixstatic.com": "Wix",
    "assets.calendly.com": "Calendly",
    "connect.facebook.net": "Meta Pixel",
    "snap.licdn.com": "LinkedIn Insight Tag",
    "cdn.cookielaw.org": "OneTrust",
    "consent.cookiebot.com": "Cookiebot",
    "fast.wistia.com": "Wistia",
    "browser.sentry-cdn.com": "Sentry",
}
_GENERATOR = re.compile(r"[A-Z][\w.]{1,30}(?: [A-Z][\w.]{1,30}){0,2}")
MOST_SCRIPTS = 300


def technologies_of(tree: LexborHTMLParser) -> dict[str, str]:
    """Return technologies with the element that shows each, as evidence."""
    found: dict[str, str] = {}
    for name, line in (*_generators(tree), *_loaded(tree)):
        found.setdefault(name, line)
    return found


def _generators(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for node in tree.css('meta[name="generator" i]'):
        content = fold(node.attributes.get("content") or "")[:100]
        if name := _GENERATOR.match(content):
            yield name[0], f'<meta name="generator" content="{content}">'


def _loaded(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for node in tree.css("script[src], link[href]")[:MOST_SCRIPTS]:
        source = (node.attributes.get("src") or node.attributes.get("href") or "").strip()[:300]
        host = _host(source)
        name = next(
            (name for known, name in _HOSTS.items() if host == known or host.endswith(f".{known}")), ""
        )
        if name:
            attribute = "src" if node.tag == "script" else "href"
            yield name, f'<{node.tag} {attribute}="{source.partition("?")[0]}">'


def _host(source: str) -> str:
    try:
        return urlsplit(source).hostname or ""
    except ValueError:
        return ""
