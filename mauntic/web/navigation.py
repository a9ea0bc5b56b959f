"""The places of the product, in the order of the menu."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.kernel.counting import count_words
from scoring.selectors import alert_counts

PLACES = (
    ("home", "My day", "home"),
    ("scoring:alerts", "Alerts", "bell-alert"),
    ("leads", "Leads", "users"),
    ("revops:pipeline", "Pipeline", "view-columns"),
    ("revops:forecast", "Forecast", "presentation-chart-line"),
    ("companies", "Companies", "building-office-2"),
    ("revops:routing", "Routing", "arrows-right-left"),
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
    urls = {name: reverse(name) for name, _, _ in PLACES}
    here = _nearest(request.path, urls.values())
    return [
        Item(
            label=label, icon=icon, url=urls[name], is_current=urls[name] == here, count=_count(request, name)
        )
        for name, label, icon in PLACES
    ]


def _nearest(path: str, urls: Iterable[str]) -> str:
    """The longest address that the path lies below; home has nothing below it."""
    above = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(above, key=len, default="")


def _count(request: HttpRequest, name: str) -> str:
    if name == "leads":
        return count_words(Contact.objects.all())
    if name == "scoring:alerts" and isinstance(request.user, User):
        return str(alert_counts(request.user)["mine"] or "")
    return ""
