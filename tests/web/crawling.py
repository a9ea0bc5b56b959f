"""Walks the pages like a person, one page for each route, and collects the forms that they offer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve


@dataclass
class Form:
    """A form that is sent by POST: where to, and its inputs as (name, kind, value, is chosen, choices)."""

    action: str
    inputs: list[dict[str, object]] = field(default_factory=list)

    @property
    def typed(self) -> list[str]:
        """The names of its inputs, without those that a file goes into."""
        return [str(each["name"]) for each in self.inputs if each["kind"] != "file"]

    def filled(self, variant: int) -> dict[str, str]:
        """What a browser sends when a person fills it in; each variant says something else."""
        sent = {}
        for each in self.inputs:
            value = _value(each, variant)
            if value is not None:
                sent[str(each["name"])] = value
        return sent


def _value(each: dict[str, object], variant: int) -> str | None:
    given, choices, kind = str(each["value"]), each["choices"], str(each["kind"])
    if kind in ("select", "radio"):
        return choices[variant % len(choices)] if choices else None
    if kind in ("checkbox", "file"):
        return given or "on" if kind == "checkbox" and variant % 2 else None
    if kind in ("hidden", "submit"):
        return given
    typed = {
        "email": f"someone{variant}@example.com",
        "date": f"2026-12-{10 + variant}",
        "number": given or str(1 + variant),
    }
    return typed.get(kind, given or f"Text {variant}")


class _Page(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.links, self.forms = url, list[str](), list[Form]()
        self._form: Form | None = None
        self._select: dict[str, object] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in said:
            self.links.append(urlsplit(urljoin(self.url, said["href"])).path)
        elif tag == "form":
            posts = said.get("method", "").lower() == "post"
            self._form = Form(urlsplit(urljoin(self.url, said.get("action", ""))).path) if posts else None
        elif tag == "option" and self._select is not None:
            self._select["choices"].append(said.get("value", ""))
        elif self._form is not None and said.get("name") and said["name"] != "csrfmiddlewaretoken":
            self._add(self._form, tag, said)

    def _add(self, form: Form, tag: str, said: dict[str, str]) -> None:
        kind = {"select": "select", "button": "submit", "textarea": "text"}.get(tag, said.get("type", "text"))
        found = {"name": said["name"], "kind": kind, "value": said.get("value", ""), "choices": list[str]()}
        same = next((each for each in form.inputs if each["name"] == said["name"]), None)
        if kind == "radio" and same:
            same["choices"].append(said.get("value", ""))
        elif same is None or kind not in ("submit", "checkbox"):
            form.inputs.append(found)
            if kind == "radio":
                found["choices"] = [said.get("value", "")]
            self._select = found if tag == "select" else None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            if self._form is not None:
                self.forms.append(self._form)
            self._form = None


def forms_of(client: Client, *, start: str, skipped: frozenset[str]) -> Iterator[tuple[str, Form]]:
    """Every form that is reached from `start`, with the route that it is sent to; one for each route."""
    waiting, seen, sent_to = [start], set[str](), set[str]()
    while waiting:
        path = waiting.pop(0)
        route = _route(path)
        if not route or route in seen or route in skipped:
            continue
        seen.add(route)
        answer = client.get(path, follow=True)
        assert answer.status_code < 500, f"{path}: {answer.status_code}"
        if "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        page = _Page(path)
        page.feed(answer.text)
        waiting += page.links
        for form in page.forms:
            target = _route(form.action)
            if target and target not in skipped and target not in sent_to:
                sent_to.add(target)
                yield target, form


def _route(path: str) -> str:
    """The name of a page's route; empty for what is no page of the product itself."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return "" if "admin" in found.app_names else found.view_name or ""
