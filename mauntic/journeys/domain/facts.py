"""The events that a journey can start by, and when the facts of one fit what a journey asks for."""

from collections.abc import Mapping
from typing import Any

from mauntic.kernel.translation import StrPromise
from mauntic.kernel.translation import gettext_lazy as _

LEAD_CREATED, LEAD_ENRICHED, FORM_SUBMITTED = "lead_created", "lead_enriched", "form_submitted"
MESSAGE_OPENED, MESSAGE_CLICKED, MESSAGE_REPLIED = "message_opened", "message_clicked", "message_replied"
MEETING_PLANNED, MEETING_HELD = "meeting_planned", "meeting_held"
DEAL_CREATED, DEAL_WON, DEAL_LOST = "deal_created", "deal_won", "deal_lost"
THRESHOLD_CROSSED = "threshold_crossed"

EVENTS: Mapping[str, StrPromise] = {
    LEAD_CREATED: _("a lead is created"),
    LEAD_ENRICHED: _("a lead is enriched"),
    FORM_SUBMITTED: _("a lead submits a form"),
    MESSAGE_OPENED: _("a lead opens an email"),
    MESSAGE_CLICKED: _("a lead clicks a link in an email"),
    MESSAGE_REPLIED: _("a lead replies to an email"),
    MEETING_PLANNED: _("a meeting with a lead is scheduled"),
    MEETING_HELD: _("a meeting with a lead is held"),
    DEAL_CREATED: _("a deal with a lead is created"),
    DEAL_WON: _("a deal with a lead is won"),
    DEAL_LOST: _("a deal with a lead is lost"),
    THRESHOLD_CROSSED: _("the score of a lead crosses a threshold of the organization"),
}
"""What happens, as a clause."""

DETAILS: Mapping[str, str] = {"form_type": FORM_SUBMITTED, "url": MESSAGE_CLICKED, "source": LEAD_CREATED}
"""The settings that only one event understands."""


def fits(settings: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Return whether an event is what a journey asks for.

    Args:
        settings: `event`, and optionally `form_type`, `url` (a part of the address) or `source`.
        facts: of the event, with its name as `event`.
    """
    if settings["event"] != facts.get("event"):
        return False
    form_type, source, url = (settings.get(name) for name in ("form_type", "source", "url"))
    return (
        (not form_type or facts.get("form_type") == form_type)
        and (not source or str(facts.get("source", "")).casefold() == source.casefold())
        and (not url or url.casefold() in str(facts.get("url", "")).casefold())
    )
