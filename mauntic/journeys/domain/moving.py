"""Where somebody who waits in one version of a journey goes on in another."""

from datetime import datetime
from enum import StrEnum

from mauntic.automation.domain.steps import Route


class How(StrEnum):
    """What moving does to somebody who waits."""

    STAYS = "stays"
    DUE = "due"
    BEHIND = "behind"
    ENDS = "ends"


def target(step: str, old: Route, new: Route) -> tuple[str, bool]:
    """Return the step at which a run goes on, and whether it is the same step.

    A step with the same id and action is the same. Otherwise it was deleted: the run goes on at the next step
    of its old version that the new one has, or ends.

    Args:
        step: where it is.
        old: of the version that it is in.
        new: of the version that it moves to.
    """
    if _is_same(step, old, new):
        return step, True
    following = old.after(step)
    while following and not _is_same(following, old, new):
        following = old.after(following)
    return following, False


def _is_same(step: str, old: Route, new: Route) -> bool:
    return step in new.steps and new.steps[step].action == old.steps[step].action


def moved_due(
    due: datetime, planned: datetime | None, end: datetime | None, at: datetime
) -> tuple[datetime, How]:
    """Return until when somebody waits who stays at a wait, and whether it is over.

    A shortened wait ends earlier, at once if that time is over; a longer one ends later. The time for which
    the journey was off counts on.

    Args:
        due: the end of the present wait.
        planned: its end when it began.
        end: its end by the new version, from the same beginning; None if that is over or unknown.
        at: now.
    """
    if end is None:
        return at, How.DUE
    moved = end + (due - planned if planned else due - due)
    return (moved, How.STAYS) if moved > at else (at, How.DUE)
