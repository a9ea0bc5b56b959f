"""Who is hottest."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from scoring import selectors

SHOWN = 50
GRADES = ("A", "B", "C", "D", "F")


@login_required
@require_GET
def leaderboard(request: HttpRequest) -> HttpResponse:
    """Who is hottest, and who moves."""
    grade = request.GET.get("grade", "")
    grade = grade if grade in GRADES else ""
    places = selectors.leaderboard(SHOWN, grade=grade)
    lines = selectors.sparklines([place.score.contact_id for place in places])
    rows = [(place, lines[place.score.contact_id]) for place in places]
    page = {"rows": rows, "grades": GRADES, "chosen": grade, "limit": SHOWN}
    return render(request, "scoring/leaderboard.html", page)
