"""What is around the actions of My day: counts, scores that moved, imports, failed deliveries."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.models import Contact, EnrichmentStatus, Import
from mauntic.delivery.inbox.selectors.lists import COUNT_UP_TO, to_do_count
from mauntic.events.models import Delivery
from mauntic.kernel.db.counting import count_words
from mauntic.kernel.display import number
from mauntic.kernel.grades import WARM
from mauntic.web.leads.selectors.rows import LEAD_TABS
from scoring.scores.selectors.ranking import RankedLead, Wanted, leaderboard

SHOWN_MOVED, MOVED_DAYS = 8, 7


@dataclass(frozen=True, slots=True)
class Tile:
    """A count with the address of its list."""

    label: str
    count: str
    url: str


def tiles(user: User, *, is_everyones: bool = False) -> list[Tile]:
    """Return the counts at the top of My day.

    Args:
        user: the person who asks.
        is_everyones: True to count the hot leads of all.
    """
    waiting = Contact.objects.filter(enrichment_status=EnrichmentStatus.PENDING)
    hot = Contact.objects.filter(intent_score__gte=WARM)
    return [
        _leads(_("My leads"), LEAD_TABS["mine"][1](user), "tab=mine"),
        _leads(_("Hot"), hot, "tab=hot")
        if is_everyones
        else _leads(_("My hot leads"), hot.filter(owner=user), "tab=hot&owner=me"),
        _leads(_("Unassigned"), LEAD_TABS["unowned"][1](user), "tab=unowned"),
        _leads(_("Being enriched"), waiting, "enrichment=pending"),
        Tile(_("Replies"), _replies(user), reverse("delivery:inbox")),
    ]


def _replies(user: User) -> str:
    count = to_do_count(user)
    return f"{COUNT_UP_TO}+" if count > COUNT_UP_TO else number(count)


def _leads(label: str, rows: QuerySet[Contact], query: str) -> Tile:
    return Tile(label, count_words(rows), f"{reverse('leads')}?{query}")


def oversees(user: User) -> bool:
    """Return whether a person works no leads of their own, but may see the work of others."""
    return user.is_manager and not Contact.objects.filter(owner=user).exists()


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
