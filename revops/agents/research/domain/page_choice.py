"""Which pages of a site are worth reading: its own words for them, in addresses and links."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from revops.agents.research.domain.folding import loose
from revops.agents.research.domain.kinds import ResearchType

MOST_PAGES = 8
MOST_NEWS = 2
_WORDS = {
    "about": "about company who-we-are our-story ueber-uns uber-uns unternehmen a-propos qui-sommes-nous "
    "empresa quienes-somos sobre chi-siamo over-ons 会社概要 企業情報",
    "careers": "careers career jobs vacancies join-us karriere stellen carrieres carriere recrutement "
    "empleo lavora werken-bij 採用",
    "news": "news newsroom press media-center announcements presse aktuelles actualites noticias notizie "
    "nieuws ニュース",
    "team": "team leadership people management our-team fuehrung equipe equipo",
    "blog": "blog insights articles magazin",
    "product": "product products platform solutions services produkte loesungen produits productos 製品",
    "pricing": "pricing prices plans preise tarifs precios",
    "investors": "investors investor-relations funding",
}
_ORDER = {
    ResearchType.COMPANY: ("about", "careers", "news", "product", "investors", "pricing", "team", "blog"),
    ResearchType.PERSON: ("team", "about", "news", "blog"),
}
_TOPICS = {word: topic for topic, words in _WORDS.items() for word in words.split()}
_PARTS = re.compile(r"[.?&=_+ ]+")
_SKIPPED = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|ico|css|js|json|xml|zip|gz|mp4|mp3|docx?|xlsx?|pptx?)$|/(?:tag|category|author|feed"
    r"|login|signin|cart|checkout|wp-admin|cdn-cgi|customers|case-stud\w+|partners)(?:/|$)",
    re.IGNORECASE,
)
_FEW = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that a site names, with the words of its link and when a sitemap says it changed."""

    url: str
    words: str = ""
    changed: str = ""


def choose(candidates: Iterable[Candidate], *, kind: ResearchType, person: str = "") -> list[str]:
    """Return the addresses to read, the most telling first: a page for each topic, then the latest news.

    Args:
        candidates: of the site, in the order of its links.
        kind: what the research is about.
        person: a full name, whose own page comes first.
    """
    usable = [each for each in candidates if not is_skipped(each.url)]
    first = {topic: each.url for each in reversed(usable) if (topic := _topic(each))}
    chosen = [*_of_person(usable, person), *(first[topic] for topic in _ORDER[kind] if topic in first)]
    return list(dict.fromkeys([*chosen, *_latest(usable)]))[:MOST_PAGES]


def is_skipped(url: str) -> bool:
    """Return whether an address is a file, a list of others, or a page about customers and partners."""
    return _SKIPPED.search(urlsplit(url).path) is not None


def absolute(base: str, href: str) -> str:
    """Return the address that a link leads to, without its fragment; empty if it is no page of the web."""
    try:
        url = urldefrag(urljoin(base, href)).url
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname else ""


def _topic(each: Candidate) -> str:
    """Return the topic of an address with a short path, or of a link with few words."""
    parts = [part for part in loose(urlsplit(each.url).path).split("/") if part]
    if parts and len(parts) <= _FEW:
        # "about-us" and "our-team", but no article "acme-about-robots".
        pair = parts[-1].split("-")
        for word in (parts[-1], *_PARTS.split(parts[-1]), *(pair if len(pair) == 2 else ())):  # noqa: PLR2004
            if word in _TOPICS:
                return _TOPICS[word]
    words = loose(each.words).replace(" ", "-")
    return next(
        (_TOPICS[w] for w in (words, *words.split("-")) if w in _TOPICS and words.count("-") < _FEW), ""
    )


def _of_person(usable: Sequence[Candidate], person: str) -> list[str]:
    names = loose(person).split()
    if not names:
        return []
    wanted = "-".join(names)
    return [
        each.url
        for each in usable
        if wanted in loose(each.url) or loose(each.words).strip() == " ".join(names)
    ][:1]


def _latest(usable: Sequence[Candidate]) -> list[str]:
    """Return the newest articles: pages below the address of news or blog."""
    articles = [each for each in usable if _is_article(each.url)]
    return [each.url for each in sorted(articles, key=lambda each: each.changed, reverse=True)][:MOST_NEWS]


def _is_article(url: str) -> bool:
    parts = [part for part in loose(urlsplit(url).path).split("/") if part]
    return any(_TOPICS.get(part) in {"news", "blog"} for part in parts[:-1])
