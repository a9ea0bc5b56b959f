"""What the SDR agent decided, for people."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from mauntic.accounts.models import User
from mauntic.accounts.selectors import owned_by_visible
from revops.agents.sdr.domain.planning import Action
from revops.agents.sdr.labels import ACTIONS
from revops.agents.sdr.models import SdrDecision, State


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which decisions a list shows. `action` is empty for all."""

    action: str = ""


def wanted_by(query: Mapping[str, str]) -> Wanted:
    """Return what the query of an address asks for; what it does not know counts as empty."""
    action = query.get("action", "")
    return Wanted(action if action in set(Action) else "")


def decisions_seen_by(user: User, wanted: Wanted) -> QuerySet[SdrDecision]:
    """Return the decisions about leads whose proposals the user may decide about, newest first."""
    rows = SdrDecision.objects.filter(state=State.DONE).exclude(action="")
    if not user.is_manager:
        rows = rows.filter(owned_by_visible(user, "contact__owner")) | rows.filter(contact__owner=None)
    if wanted.action:
        rows = rows.filter(action=wanted.action)
    return rows.select_related("contact__company", "sequence", "proposal")


def actions() -> list[tuple[str, str]]:
    """Return the actions with their labels."""
    return [(value, str(label)) for value, label in ACTIONS.items()]
