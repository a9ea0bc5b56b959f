"""The places of the product, in the order of the menu."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from mauntic.crm.models import Contact
from mauntic.web.counting import count_words

PLACES = (
    ("home", "My day", "home"),
    ("leads", "Leads", "users"),
    ("companies", "Companies", "building-office-2"),
    ("crm:import-list", "Import", "arrow-up-tray"),
    ("scoring:leaderboard", "Leaderboard", "trophy"),
    ("lead_intelligence:overview", "Enrichment", "sparkles"),
    ("events:log", "Events", "queue-list"),
    ("settings", "Settings", "cog-6-tooth"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the menu; `count` is a number as text, or empty."""

    label: str
    icon: str
    url: str
    is_current: bool
    count: str = ""


def navigation(request: HttpRequest) -> list[Item]:
    """The menu as this request sees it."""
    items = []
    for name, label, icon in PLACES:
        url = reverse(name)
        is_current = request.path == url if url == "/" else request.path.startswith(url)
        count = count_words(Contact.objects.all()) if name == "leads" else ""
        items.append(Item(label=label, icon=icon, url=url, is_current=is_current, count=count))
    return items
