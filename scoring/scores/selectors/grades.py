"""Leads by grade."""

from dataclasses import dataclass

from django.db.models import Count

from mauntic.kernel.grades import GRADES
from scoring.scores.models import LeadScore


@dataclass(frozen=True, slots=True)
class GradeCount:
    """The number of leads with a grade, and their share (0-1) of all leads with a score."""

    grade: str
    count: int
    share: float


def grade_counts() -> list[GradeCount]:
    """Return the number of leads by grade, best grade first, empty grades included."""
    counts = dict(LeadScore.objects.order_by().values_list("grade").annotate(count=Count("pk")))
    total = sum(counts.values()) or 1
    return [GradeCount(letter, counts.get(letter, 0), counts.get(letter, 0) / total) for _, letter in GRADES]
