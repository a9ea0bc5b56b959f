"""The order of deals within a column of the board."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import connection
from django.db.models import Min

from revops.models import Deal

# Between neighbours there is room for so many halvings that columns are seldom spaced anew.
GAP = 1 << 32

_SPACED = """
    UPDATE revops_deal SET position = place.number * %(gap)s
    FROM (
        SELECT id, row_number() OVER (ORDER BY position, id) AS number
        FROM revops_deal WHERE stage = %(stage)s
    ) AS place
    WHERE place.id = revops_deal.id
"""


def tops(stages: Iterable[str]) -> Mapping[str, int]:
    """A place above all deals of each stage."""
    least = dict(
        Deal.objects.filter(stage__in=stages).order_by().values_list("stage").annotate(Min("position"))
    )
    return {stage: least.get(stage, GAP) - GAP for stage in stages}


def place_below(deal: Deal, above_id: UUID | None) -> int:
    """A place in the deal's stage just below the deal `above_id`; on top without one, or where it is gone."""
    for _ in range(2):
        column = Deal.objects.filter(stage=deal.stage).exclude(pk=deal.pk)
        above = column.filter(pk=above_id).values_list("position", flat=True).first() if above_id else None
        if above is None:
            return tops([deal.stage])[deal.stage]
        below = column.filter(position__gt=above).aggregate(least=Min("position"))["least"]
        if below is None:
            return above + GAP
        if below - above > 1:
            return (above + below) // 2
        _space(deal.stage)
    raise AssertionError("a column that was spaced anew has room")


def _space(stage: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SPACED, {"gap": GAP, "stage": stage})
