"""Facts that a page tells programs: JSON-LD and OpenGraph. They need no model."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from mauntic.kernel.values.stored_text import without_unstorable
from revops.agents.research.domain.folding import fold
from revops.agents.research.domain.kinds import InsightType, ResearchType
from revops.agents.research.domain.subject import Subject
from revops.agents.research.domain.word_lists import ORGANIZATIONS

MOST_ITEMS, LONGEST_VALUE, LONGEST_SCRIPT = 200, 300, 500_000
_ARTICLES = frozenset({"NewsArticle", "Article", "BlogPosting", "PressRelease"})
_NETWORKS = ("linkedin.com", "twitter.com", "x.com", "github.com", "mastodon.social", "youtube.com")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of structured data. `line` is its evidence: the keys and values as the page has them."""

    kind: InsightType
    content: str
    line: str


def linked_data(tree: LexborHTMLParser) -> list[dict[str, Any]]:
    """Return the items of a page's JSON-LD, nested ones after the outer one. Broken scripts are skipped."""
    found: list[dict[str, Any]] = []
    for node in tree.css('script[type="application/ld+json"]'):
        text = node.text()
        if len(text) > LONGEST_SCRIPT:
            continue
        try:
            found.extend(_items(json.loads(text)))
        except (ValueError, RecursionError):
            continue
    return found[:MOST_ITEMS]


def open_graph(tree: LexborHTMLParser) -> dict[str, str]:
    """Return the OpenGraph properties of a page, the first of each."""
    found: dict[str, str] = {}
    for node in tree.css('meta[property^="og:"]'):
        name, value = node.attributes.get("property") or "", node.attributes.get("content") or ""
        if value.strip():
            found.setdefault(name, _cut(value))
    return found


def facts_of(
    subject: Subject, data: Sequence[Mapping[str, Any]], graph: Mapping[str, str], *, is_own_site: bool
) -> list[Fact]:
    """Return what structured data tells about the subject.

    Facts about a company count only from its own site, or if the item has its name: an item about a customer
    stands on many pages. Those about a person need their full name.
    """
    if subject.kind == ResearchType.PERSON:
        return [
            fact for item in data if _is_named(item, subject.person) for fact in _of_person(subject, item)
        ]
    found = [fact for item in data for fact in _of_company(subject, item, is_own_site=is_own_site)]
    description = graph.get("og:description", "")
    is_told = any(fact.kind == InsightType.COMPANY_PROFILE for fact in found)
    if is_own_site and description and not is_told and graph.get("og:type", "website") == "website":
        found.append(Fact(InsightType.COMPANY_PROFILE, description, f"og:description: {description}"))
    return found


def _of_company(subject: Subject, item: Mapping[str, Any], *, is_own_site: bool) -> Iterator[Fact]:
    kinds = _types(item)
    name = subject.company
    if kinds & ORGANIZATIONS and _is_named(item, name):
        yield from _of_organization(name, item)
    elif "JobPosting" in kinds and (title := _text(item, "title")):
        employer = item.get("hiringOrganization")
        if _is_named(employer, name) or (is_own_site and not employer):
            place = _place(item.get("jobLocation"))
            content = f"{name} is hiring: {title}" + (f" in {place}." if place else ".")
            line = _line(title=title, jobLocation=place, datePosted=_text(item, "datePosted"))
            yield Fact(InsightType.HIRING_SIGNALS, content, line)
    elif is_own_site and kinds & _ARTICLES and (headline := _text(item, "headline")):
        line = _line(headline=headline, datePublished=_text(item, "datePublished"))
        yield Fact(InsightType.RECENT_NEWS, headline, line)


def _of_organization(name: str, item: Mapping[str, Any]) -> Iterator[Fact]:
    profile = InsightType.COMPANY_PROFILE
    if description := _text(item, "description"):
        yield Fact(profile, description, _line(description=description))
    if founded := _text(item, "foundingDate"):
        yield Fact(profile, f"{name} was founded in {founded}.", _line(foundingDate=founded))
    if place := _place(item):
        yield Fact(profile, f"{name} is based in {place}.", _line(address=place))
    if employees := _count(item.get("numberOfEmployees")):
        line = _line(numberOfEmployees=employees)
        yield Fact(InsightType.GROWTH_INDICATORS, f"{name} has {employees} employees.", line)


def _of_person(subject: Subject, item: Mapping[str, Any]) -> Iterator[Fact]:
    if "Person" not in _types(item):
        return
    name = subject.person
    if title := _text(item, "jobTitle"):
        line = _line(name=name, jobTitle=title)
        yield Fact(InsightType.PROFESSIONAL_BACKGROUND, f"{name} works as {title}.", line)
    for school in _names(item.get("alumniOf")):
        line = _line(name=name, alumniOf=school)
        yield Fact(InsightType.CAREER_TRAJECTORY, f"{name} studied or worked at {school}.", line)
    links = [each for each in _list(item.get("sameAs")) if isinstance(each, str)]
    for link in links[:5]:
        network = next((each for each in _NETWORKS if each in link), "")
        if network:
            line = _line(name=name, sameAs=_cut(link))
            yield Fact(InsightType.SOCIAL_PRESENCE, f"{name} has a profile on {network}.", line)


def _items(value: object) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON document that have a type, outer ones first."""
    queue = [value]
    while queue:
        each = queue.pop(0)
        if isinstance(each, list):
            queue[:0] = each
        elif isinstance(each, dict):
            if "@type" in each:
                yield each
            queue.extend(inner for inner in each.values() if isinstance(inner, dict | list))


def _types(item: Mapping[str, Any]) -> set[str]:
    return {str(each).rpartition("/")[2] for each in _list(item.get("@type"))}


def _is_named(item: object, name: str) -> bool:
    names = _names(item)
    return bool(name) and any(fold(each).casefold() == fold(name).casefold() for each in names)


def _names(value: object) -> list[str]:
    """Return the names of a value: a text is one, an object has one (and a legal one)."""
    found = []
    for each in _list(value):
        if isinstance(each, str):
            found.append(_cut(each))
        elif isinstance(each, Mapping):
            found.extend(text for key in ("name", "legalName", "alternateName") if (text := _text(each, key)))
    return found


def _place(item: object) -> str:
    for each in _list(item):
        if not isinstance(each, Mapping):
            continue
        address = each.get("address", each)
        if isinstance(address, Mapping):
            country = _names(address.get("addressCountry"))
            parts = (_text(address, "addressLocality"), *country[:1])
            if found := ", ".join(part for part in parts if part):
                return found
    return ""


def _count(value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("value")
    return str(value) if isinstance(value, int | str) and str(value).strip().isdigit() else ""


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    return _cut(value) if isinstance(value, str) else ""


def _cut(text: str) -> str:
    return fold(without_unstorable(text[: 4 * LONGEST_VALUE]))[:LONGEST_VALUE].strip()


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _line(**values: str) -> str:
    return ", ".join(f"{key}: {value}" for key, value in values.items() if value)
