"""Finds the texts of a page that are neither translated nor data."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from zoneinfo import available_timezones

import pycountry
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from mauntic.accounts.models import User
from mauntic.kernel.currencies import known_currencies
from mauntic.tracking.assets.forms import FILE_KINDS

# Not for people, or the same in every language.
UNREAD = frozenset({"script", "style", "code", "pre", "kbd", "textarea"})
READ_ATTRIBUTES = ("title", "aria-label", "aria-description", "placeholder", "alt", "data-confirm", "label")
BUTTONS = frozenset({"submit", "button", "reset"})
NAMES = (
    *("Mauntic", "Acme", "Segment", "Slack", "Teams", "LinkedIn", "Salesforce", "HubSpot", "JavaScript"),
    *("API", "CSV", "XLSX", "JSON", "UTC", "URL", "HTML", "HTTP", "HTTPS", "ID", "REST", "SMTP", "DNS", "IP"),
    *("KB", "MB", "AUC", "Apollo", "Bombora", "BuiltWith", "Crunchbase", "G2"),
    *("Amazon SES", "Google", "Mailgun", "Microsoft 365", "Postmark", "SendGrid"),
)
# Addresses, names of hosts and files, ids and their ends, regions of Amazon.
_MACHINE = re.compile(
    r"\S+@\S+|\w+://\S+|/\S*|\b[\w-]+(?:\.[\w-]+)+\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|…[0-9a-f-]{8}\b"
    r"|\b[a-z]{2}-[a-z]+-\d\b"
)
_CODE = re.compile(r"[a-z_]*")
# In a translated sentence, double quotes surround names that people chose.
_QUOTED = re.compile(r'"[^"⟦⟧]*"')
_WORD = re.compile(r"[A-Za-z]{2,}")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_SHORTEST = 3


class _Reader(HTMLParser):
    """Collects the texts inside <main> and of the title, and those around them."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.outside = list[str](), list[str]()
        self.has_main = False
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._open.append(tag)
        self.has_main = self.has_main or tag == "main"
        found = {name: value or "" for name, value in attrs}
        self._add(found[name] for name in READ_ATTRIBUTES if name in found)
        if tag == "input" and found.get("type") in BUTTONS:
            self._add([found.get("value", "")])

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not UNREAD.intersection(self._open):
            self._add([data])

    def _add(self, texts: Iterable[str]) -> None:
        is_inside = "main" in self._open or "title" in self._open
        (self.inside if is_inside else self.outside).extend(texts)


class Untranslated:
    """Knows the data of the organization that is entered, and finds what else is not translated."""

    def __init__(self) -> None:
        values = {each for each in stored_texts() if _is_data(each)} | set(_names_of_libraries())
        values |= {user.initials for user in User.objects.all()} - {""}
        longest_first = sorted({*values, *NAMES}, key=len, reverse=True)
        self._data = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(map(re.escape, longest_first))})(?![A-Za-z])")

    def of_page(self, html: str) -> tuple[set[str], set[str]]:
        """Return the untranslated texts of a page and of the shell around it; a fragment has no shell."""
        reader = _Reader()
        reader.feed(html)
        if not reader.has_main:
            return self.among([*reader.inside, *reader.outside]), set()
        return self.among(reader.inside), self.among(reader.outside)

    def among(self, texts: Iterable[str]) -> set[str]:
        """Return those of the texts that are not translated, with `…` for data and `0` for numbers."""
        cut = (_MACHINE.sub("…", self._data.sub("…", _unquoted(" ".join(text.split())))) for text in texts)
        return {re.sub(r"[0-9]+", "0", text) for text in cut if _WORD.search(text)}


def _unquoted(text: str) -> str:
    return _QUOTED.sub("…", text) if "⟦" in text else text


def _names_of_libraries() -> Iterator[str]:
    """Yield the names of file types and of what libraries name: countries, time zones and so on."""
    yield from FILE_KINDS
    yield from known_currencies()
    for country in pycountry.countries:
        yield from {country.name, getattr(country, "common_name", country.name)}
    for zone in available_timezones():
        yield from (zone, zone.replace("_", " "))


def _is_data(text: str) -> bool:
    """Whether a stored text is a person's; lower-case words are codes, which people should not read."""
    return len(text) >= _SHORTEST and not _CODE.fullmatch(text)


def stored_texts() -> Iterator[str]:
    """Yield every text in a column without choices of the organization that is entered."""
    shared = {app.rpartition(".")[2] for app in settings.SHARED_APPS}
    for model in apps.get_models():
        if model._meta.app_label in shared or not model._meta.managed:
            continue
        for field in model._meta.concrete_fields:
            if (
                isinstance(field, models.CharField | models.TextField | models.JSONField | ArrayField)
                and not field.choices
            ):
                for value in model._base_manager.values_list(field.attname, flat=True).distinct():
                    yield from _leaves(value)


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves(key)
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)
