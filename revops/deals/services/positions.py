"""The order of deals within a column of the board."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import connection
from django.db.models import Min

from revops.deals.models.deals import Deal

# Leaves room for 32 insertions between two neighbors before a column has to be spaced again.
GAP = 1 << 32

_SPACED = """
    UPDATE revops_deal SET position = spaced.number * %(gap)s
    FROM (
        SELECT id, row_number() OVER (ORDER BY position, id) AS number
        FROM revops_deal WHERE stage = %(stage)s
    ) AS spaced
    WHERE spaced.id = revops_deal.id
"""


def tops(stages: Iterable[str]) -> Mapping[str, int]:
    """Return the position above all deals of each stage.

    Args:
        stages: values of `Stage`.
    """
    least = dict(
        Deal.objects.filter(stage__in=stages).order_by().values_list("stage").annotate(Min("position"))
    )
    return {stage: least.get(stage, GAP) - GAP for stage in stages}


def position_below(deal: Deal, above_id: UUID | None) -> int:
    """Return the position in the deal's stage just below the deal `above_id`; the top if there is none.

    Args:
        deal: its stage names the column.
        above_id: the deal directly above.
    """
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
    raise AssertionError("a column that was just spaced has room")


def _space(stage: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SPACED, {"gap": GAP, "stage": stage})
