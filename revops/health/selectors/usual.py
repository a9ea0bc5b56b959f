"""Medians of a team's deals: days in a stage, and days between two activities."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from mauntic.accounts.models import Team
from revops.deals.domain.stages import OPEN, Stage
from revops.health.domain.facts import LEAST_MEASURED, USUAL_STAGE_DAYS, Usual

STAGES_OVER = timedelta(days=730)
TOUCHES_OVER = timedelta(days=90)

# One row per team of the owners, and one for the whole organization (`is_all`).
_STAGES = """
    SELECT grouping(person.team_id) AS is_all, person.team_id, move.from_stage,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY move.days), count(*)
    FROM revops_stagemove AS move
    JOIN revops_deal AS deal ON deal.id = move.deal_id
    LEFT JOIN accounts_user AS person ON person.id = deal.owner_id
    WHERE move.from_stage = ANY(%(open)s) AND move.days IS NOT NULL
      AND move.at <= %(at)s AND move.at > %(since)s
    GROUP BY GROUPING SETS ((person.team_id, move.from_stage), (move.from_stage))
"""
# Several activities on a day count once, since they are often logged together.
_TOUCHES = """
    WITH touched AS (
        SELECT DISTINCT activity.deal_id, deal.owner_id,
               (activity.completed_at AT TIME ZONE 'UTC')::date AS day
        FROM revops_activity AS activity
        JOIN revops_deal AS deal ON deal.id = activity.deal_id
        WHERE activity.completed_at <= %(at)s AND activity.completed_at > %(since)s
          AND activity.created_at <= %(at)s AND activity.deleted_at IS NULL
          AND (deal.closed_at IS NULL OR deal.closed_at > %(at)s)
    ), gaps AS (
        SELECT owner_id, day - lag(day) OVER (PARTITION BY deal_id ORDER BY day) AS days FROM touched
    )
    SELECT grouping(person.team_id) AS is_all, person.team_id, '' AS stage,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY gaps.days), count(gaps.days)
    FROM gaps LEFT JOIN accounts_user AS person ON person.id = gaps.owner_id
    WHERE gaps.days IS NOT NULL
    GROUP BY GROUPING SETS ((person.team_id), ())
"""
_Measured = Mapping[tuple[UUID | None, str], Usual]


@dataclass(frozen=True, slots=True)
class Habits:
    """Medians by team and stage; the team None is the whole organization."""

    stages: _Measured = field(default_factory=dict)
    touches: _Measured = field(default_factory=dict)

    def in_stage(self, team_id: UUID | None, stage: Stage) -> Usual:
        """Return the days in a stage: of the team if measured often enough, else of all, else the default."""
        default = Usual(USUAL_STAGE_DAYS.get(stage, 0.0))
        return _first(self.stages, team_id, stage.value) or default

    def between_touches(self, team_id: UUID | None) -> Usual | None:
        """Return the days between activities of open deals: of the team, else of all; None if too few."""
        return _first(self.touches, team_id, "")


def habits(at: datetime) -> Habits:
    """Return the medians at `at`, over two years for stages and 90 days for activities, in three queries."""
    names = {team.pk: _named(team) for team in Team.objects.all()}
    return Habits(
        stages=_measured(_STAGES, names, at, STAGES_OVER),
        touches=_measured(_TOUCHES, names, at, TOUCHES_OVER),
    )


def _first(measured: _Measured, team_id: UUID | None, stage: str) -> Usual | None:
    found = (measured.get((whose, stage)) for whose in dict.fromkeys((team_id, None)))
    return next((usual for usual in found if usual and usual.count >= LEAST_MEASURED), None)


def _measured(statement: str, names: Mapping[UUID, str], at: datetime, over: timedelta) -> _Measured:
    wanted: dict[str, Any] = {"open": [stage.value for stage in OPEN], "at": at, "since": at - over}
    with connection.cursor() as cursor:
        cursor.execute(statement, wanted)
        rows = cursor.fetchall()
    return {
        (None if is_all else team_id, stage): Usual(
            float(days), count, _("the organization") if is_all else names[team_id]
        )
        for is_all, team_id, stage, days, count in rows
        # An empty result still has a row of the organization; users without a team are not a team.
        if count and (is_all or team_id in names)
    }


def _named(team: Team) -> str:
    return team.name if team.name.lower().startswith("team") else _("team {name}").format(name=team.name)
