"""The keys of all pages: one table for the script (`static/js/keyboard.js`) and for the help."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from mauntic.kernel.translation import StrPromise
from mauntic.kernel.translation import gettext_lazy as _

GO = "g"
# The letter after `g` by the view that it opens.
PAGES = {
    "home": "h",
    "scoring:alerts": "a",
    "tasks": "t",
    "delivery:inbox": "m",
    "leads": "l",
    "revops:pipeline": "p",
    "revops:deals": "d",
    "companies": "c",
    "revops:forecast": "f",
    "revops:sequences": "q",
    "revops:routing": "r",
    "revops:workflows": "w",
    "journeys:journeys": "j",
    "agents:approvals": "o",
    "crm:import-list": "i",
    "scoring:leaderboard": "b",
    "lead_intelligence:overview": "e",
    "events:log": "v",
    "notifications:index": "n",
    "settings": "s",
}


@dataclass(frozen=True, slots=True)
class Key:
    """Keys that are pressed one after the other, and the action of the script that they start."""

    keys: str
    action: str
    label: StrPromise

    @property
    def caps(self) -> list[str]:
        """Return the keys one by one."""
        return self.keys.split()


EVERYWHERE = (
    Key("/", "search", _("Search")),
    Key("c", "create", _("Create, then the letter of the menu")),
    Key("t", "task", _("New task for the open record")),
    Key("e", "edit", _("Edit")),
    Key("?", "help", _("Show shortcuts")),
)
ROWS = (
    Key("j", "nextRow", _("Next row")),
    Key("k", "previousRow", _("Previous row")),
    Key("x", "toggleRow", _("Select row")),
    Key("X", "toggleRows", _("Select all rows up to this one")),
)

# The letters of single pages: their controls name them in `data-key`.
INBOX = (
    Key("r", "", _("Reply")),
    Key("e", "", _("Done")),
    Key("s", "", _("Snooze")),
)
APPROVALS = (
    Key("a", "", _("Approve")),
    Key("e", "", _("Edit")),
    Key("r", "", _("Reject")),
)


def page_keys(name: str) -> str:
    """Return the keys that open a page, such as `g l`. Empty for none."""
    letter = PAGES.get(name)
    return f"{GO} {letter}" if letter else ""


def bound(hidden: Collection[str]) -> list[dict[str, Any]]:
    """Return the keys for the script: each with an `action`, or with the `url` that it opens.

    Args: `hidden` are the names of the pages that the person does not see.
    """
    actions = [{"keys": key.keys, "action": key.action} for key in (*EVERYWHERE, *ROWS)]
    shown = [name for name in PAGES if name not in hidden]
    return actions + [{"keys": page_keys(name), "url": url} for name in shown if (url := _url(name))]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
