"""The main menu."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.delivery.inbox.selectors.lists import COUNT_UP_TO as MOST_REPLIES
from mauntic.delivery.inbox.selectors.lists import to_do_count
from mauntic.kernel.db.counting import count_words
from mauntic.kernel.display import number
from mauntic.kernel.pages.parts import attempt
from mauntic.web.shell.keys import page_keys
from revops.activities.selectors.tasks import COUNT_UP_TO, due_count
from revops.agents.approvals.selectors.queue import COUNT_UP_TO as MOST_PROPOSALS
from revops.agents.approvals.selectors.queue import pending_count
from scoring.alerts.selectors.shown import alert_counts

MENU = (
    ("home", _("My day"), "home"),
    ("tasks", _("Tasks"), "clipboard-document-check"),
    ("delivery:inbox", _("Inbox"), "inbox"),
    ("scoring:alerts", _("Alerts"), "bell-alert"),
    ("leads", _("Leads"), "users"),
    ("revops:prospects", _("Prospects"), "funnel"),
    ("revops:pipeline", _("Pipeline"), "view-columns"),
    ("revops:forecast", _("Forecast"), "presentation-chart-line"),
    ("companies", _("Companies"), "building-office-2"),
    ("revops:sequences", _("Sequences"), "paper-airplane"),
    ("revops:routing", _("Routing"), "arrows-right-left"),
    ("revops:workflows", _("Workflows"), "bolt"),
    ("journeys:journeys", _("Journeys"), "map"),
    ("agents:approvals", _("Agents"), "cpu-chip"),
    ("crm:import-list", _("Import"), "arrow-up-tray"),
    ("scoring:leaderboard", _("Leaderboard"), "trophy"),
    ("lead_intelligence:overview", _("Enrichment"), "sparkles"),
    ("events:log", _("Events"), "queue-list"),
    ("settings", _("Settings"), "cog-6-tooth"),
)

OF_MANAGERS = frozenset({"revops:workflows", "journeys:journeys"})
"""The entries that reps do not have."""
COUNTED = ("leads", "scoring:alerts", "tasks", "delivery:inbox", "agents:approvals")


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the menu. `count` is a number as text, or empty. `keys` open it."""

    label: str
    icon: str
    url: str
    is_current: bool
    count: str = ""
    keys: str = ""


def navigation(request: HttpRequest) -> list[Item]:
    """Return the entries of the menu, the current one marked, with the counts that the person sees."""
    hidden = hidden_pages(request)
    entries = [each for each in MENU if each[0] not in hidden]
    urls = {name: reverse(name) for name, *_ in entries}
    here = _nearest(request.path, urls.values())
    return [
        Item(
            label=str(label),
            icon=icon,
            url=urls[name],
            is_current=urls[name] == here,
            count=attempt(f"Count of {name}", partial(_count, request, name), str) if name in COUNTED else "",
            keys=page_keys(name),
        )
        for name, label, icon in entries
    ]


def hidden_pages(request: HttpRequest) -> frozenset[str]:
    """Return the names of the pages that the menu and the keys of the person leave out."""
    is_manager = isinstance(request.user, User) and request.user.is_manager
    return frozenset() if is_manager else OF_MANAGERS


def _nearest(path: str, urls: Iterable[str]) -> str:
    """Return the longest URL that the path is below. Only home itself is below home."""
    above = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(above, key=len, default="")


def _count(request: HttpRequest, name: str) -> str:
    if name == "leads":
        return count_words(Contact.objects.all())
    if name == "tasks" and isinstance(request.user, User):
        count = due_count(request.user)
        return f"{COUNT_UP_TO}+" if count > COUNT_UP_TO else number(count) if count else ""
    if name == "delivery:inbox" and isinstance(request.user, User):
        replies = to_do_count(request.user)
        return f"{MOST_REPLIES}+" if replies > MOST_REPLIES else number(replies) if replies else ""
    if name == "agents:approvals" and isinstance(request.user, User):
        proposals = pending_count(request.user)
        return f"{MOST_PROPOSALS}+" if proposals > MOST_PROPOSALS else number(proposals) if proposals else ""
    if name == "scoring:alerts" and isinstance(request.user, User):
        mine = alert_counts(request.user)["mine"]
        return number(mine) if mine else ""
    return ""
