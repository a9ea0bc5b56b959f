"""Change thresholds and capacity."""

from collections.abc import Sequence

import structlog
from django.db import transaction
from django.utils.translation import gettext

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.display import number
from mauntic.kernel.errors import Invalid
from scoring.thresholds.models import THE_ROW, ScoringSettings

log = structlog.get_logger(__name__)

MOST_THRESHOLDS, HIGHEST, MOST_HOT_LEADS = 20, 100, 100_000


@transaction.atomic
def change_settings(
    *,
    thresholds: Sequence[int] | None = None,
    hot_leads_a_week: int | None = None,
    by: User | None = None,
) -> ScoringSettings:
    """Set thresholds and capacity, and log who changed them.

    New thresholds apply from the next change of a score. No event is published for scores between old and
    new thresholds.

    Args:
        thresholds: scores from 1 to 100 in any order; None leaves them as they are.
        hot_leads_a_week: new A leads per rep; None leaves it as it is.
        by: the person who acts, for the log.

    Returns: the settings.

    Raises: `Invalid` for values out of range.
    """
    # Created and locked first: of two people who save the first settings, one waits for the other.
    settings, _ = ScoringSettings.objects.select_for_update().get_or_create(pk=THE_ROW)
    before = _values(settings)
    if thresholds is not None:
        settings.thresholds = _sorted(thresholds)
    if hot_leads_a_week is not None:
        if not 0 < hot_leads_a_week <= MOST_HOT_LEADS:
            raise Invalid(
                {
                    "hot_leads_a_week": gettext("Enter a number of leads from 1 to {most}.").format(
                        most=number(MOST_HOT_LEADS)
                    )
                }
            )
        settings.hot_leads_a_week = hot_leads_a_week
    if (after := _values(settings)) != before:
        settings.changed_by, settings.changed_at = by, now()
        settings.save()
        log.info("scoring.settings_changed", by=str(by.pk) if by else None, before=before, after=after)
    return settings


def _values(settings: ScoringSettings) -> dict[str, object]:
    return {"thresholds": settings.thresholds, "hot_leads_a_week": settings.hot_leads_a_week}


def _sorted(thresholds: Sequence[int]) -> list[int]:
    found = sorted(set(thresholds))
    if len(found) > MOST_THRESHOLDS or any(not 0 < each <= HIGHEST for each in found):
        raise Invalid(
            {
                "thresholds": gettext("Enter up to {most} whole scores from 1 to {highest}.").format(
                    most=MOST_THRESHOLDS, highest=HIGHEST
                )
            }
        )
    return found
