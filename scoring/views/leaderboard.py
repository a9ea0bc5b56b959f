"""Who is hottest, and who moves."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mauntic.accounts.models import User
from scoring import selectors
from scoring.selectors.leaderboard import CHANGE_DAYS
from scoring.views.access import signed_in

SHOWN, LAST_PAGE = 50, 200
GRADES = ("A", "B", "C", "D", "F")
WHOSE = (("", "All"), ("me", "Mine"), ("nobody", "Nobody's"))
ORDERS = ("up", "down")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for."""

    grade: str
    whose: str
    order: str
    days: int
    page: int

    def wanted(self, user: User) -> selectors.Wanted:
        """As the selector knows it."""
        return selectors.Wanted(
            grade=self.grade,
            is_owned=bool(self.whose),
            owner_id=user.pk if self.whose == "me" else None,
            moved_in=self.days if self.order else 0,
            is_falling=self.order == "down",
        )


@login_required
@require_GET
def leaderboard(request: HttpRequest) -> HttpResponse:
    """The best scores, or those that rose or fell most in so many days, a page at a time."""
    chosen = _chosen(request)
    offset = (chosen.page - 1) * SHOWN
    wanted = chosen.wanted(signed_in(request))
    found = selectors.leaderboard(SHOWN + 1, offset=offset, wanted=wanted)
    lines = selectors.sparklines([place.score.contact_id for place in found[:SHOWN]])
    page = {
        "rows": [(place, lines[place.score.contact_id]) for place in found[:SHOWN]],
        "chosen": chosen,
        "grades": GRADES,
        "whose": WHOSE,
        "days": CHANGE_DAYS,
        "first": offset + 1,
        "previous_page": chosen.page - 1,
        "next_page": chosen.page + 1 if len(found) > SHOWN and chosen.page < LAST_PAGE else None,
        "is_narrowed": bool(chosen.grade or chosen.whose),
    }
    return render(request, "scoring/leaderboard.html", page)


def _chosen(request: HttpRequest) -> Chosen:
    """What the address asks for; what it cannot mean is left out."""
    asked = request.GET
    days, page = asked.get("days", ""), asked.get("page", "")
    return Chosen(
        grade=_one_of(asked.get("grade", ""), GRADES),
        whose=_one_of(asked.get("whose", ""), dict(WHOSE)),
        order=_one_of(asked.get("order", ""), ORDERS),
        days=int(days) if days in map(str, CHANGE_DAYS) else CHANGE_DAYS[1],
        page=max(min(int(page), LAST_PAGE), 1) if page.isascii() and page.isdigit() else 1,
    )


def _one_of(asked: str, known: Collection[str]) -> str:
    return asked if asked in known else ""
