"""What is around the actions of My day: counts, scores that moved, imports, failed deliveries."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.models import Contact, EnrichmentStatus, Import
from mauntic.events.models import Delivery
from mauntic.kernel.db.counting import count_words
from mauntic.kernel.grades import WARM
from mauntic.web.leads.selectors.rows import LEAD_TABS
from scoring.scores.selectors.ranking import RankedLead, Wanted, leaderboard

SHOWN_MOVED, MOVED_DAYS = 8, 7


@dataclass(frozen=True, slots=True)
class Tile:
    """A count with the query of its list."""

    label: str
    count: str
    query: str


def tiles(user: User, *, is_everyones: bool = False) -> list[Tile]:
    """Return the counts at the top of My day.

    Args:
        user: the person who asks.
        is_everyones: True to count the hot leads of all.
    """
    waiting = Contact.objects.filter(enrichment_status=EnrichmentStatus.PENDING)
    hot = Contact.objects.filter(intent_score__gte=WARM)
    return [
        Tile(_("My leads"), count_words(LEAD_TABS["mine"][1](user)), "tab=mine"),
        Tile(_("Hot"), count_words(hot), "tab=hot")
        if is_everyones
        else Tile(_("My hot leads"), count_words(hot.filter(owner=user)), "tab=hot&owner=me"),
        Tile(_("Unassigned"), count_words(LEAD_TABS["unowned"][1](user)), "tab=unowned"),
        Tile(_("Being enriched"), count_words(waiting), "enrichment=pending"),
    ]


def moved(user: User, *, is_everyones: bool = False) -> list[RankedLead]:
    """Return the leads whose score rose most in `MOVED_DAYS` days: those of the person, or of all.

    Args:
        user: the person who asks.
        is_everyones: True for the leads of all.
    """
    wanted = Wanted(moved_in=MOVED_DAYS, is_owned=not is_everyones, owner_id=user.pk)
    return leaderboard(SHOWN_MOVED, wanted=wanted)


def running_imports() -> list[Import]:
    """Return the imports that are running."""
    return list(Import.objects.filter(status=Import.Status.RUNNING))


def dead_deliveries(user: User) -> int:
    """Return the number of dead deliveries. Always 0 for people other than ops and admins."""
    return Delivery.objects.dead().count() if user.is_ops else 0
