"""The page of the leaderboard."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.kernel.grades import LETTERS
from mauntic.kernel.pages.parts import attempt
from scoring.scores.selectors import history, ranking
from scoring.scores.selectors.ranking import CHANGE_DAYS

SHOWN, LAST_PAGE = 50, 200
WHOSE = (("", _("All")), ("me", _("Mine")), ("nobody", _("No owner")))
ORDERS = ("up", "down")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Filters of the address."""

    grade: str
    whose: str
    order: str
    days: int
    page: int

    def wanted(self, user: User) -> ranking.Wanted:
        """Return the filters of the selector."""
        return ranking.Wanted(
            grade=self.grade,
            is_owned=bool(self.whose),
            owner_id=user.pk if self.whose == "me" else None,
            moved_in=self.days if self.order else 0,
            is_falling=self.order == "down",
        )


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the highest scores, or those that rose or fell most, page by page."""
    chosen = _chosen(request)
    offset = (chosen.page - 1) * SHOWN
    wanted = chosen.wanted(signed_in(request))
    found = ranking.leaderboard(SHOWN + 1, offset=offset, wanted=wanted)
    ids = [ranked.score.contact_id for ranked in found[:SHOWN]]
    lines = attempt("Sparklines", lambda: history.sparklines(ids), dict[UUID, list[float]])
    page = {
        "rows": [(ranked, lines.get(ranked.score.contact_id, [])) for ranked in found[:SHOWN]],
        "chosen": chosen,
        "grades": LETTERS,
        "whose": WHOSE,
        "days": CHANGE_DAYS,
        "first": offset + 1,
        "previous_page": chosen.page - 1,
        "next_page": chosen.page + 1 if len(found) > SHOWN and chosen.page < LAST_PAGE else None,
        "is_narrowed": bool(chosen.grade or chosen.whose),
    }
    return render(request, "scoring/scores/leaderboard.html", page)


def _chosen(request: HttpRequest) -> Chosen:
    """Return the filters of the address, without invalid ones."""
    asked = request.GET
    days, page = asked.get("days", ""), asked.get("page", "")
    return Chosen(
        grade=_one_of(asked.get("grade", ""), LETTERS),
        whose=_one_of(asked.get("whose", ""), dict(WHOSE)),
        order=_one_of(asked.get("order", ""), ORDERS),
        days=int(days) if days in map(str, CHANGE_DAYS) else CHANGE_DAYS[1],
        page=max(min(int(page), LAST_PAGE), 1) if page.isascii() and page.isdigit() else 1,
    )


def _one_of(asked: str, known: Collection[str]) -> str:
    return asked if asked in known else ""
