"""Changing what an organization may set about scoring beside the model."""

from collections.abc import Sequence

from django.db import transaction

from mauntic.kernel.errors import Invalid
from scoring.models import ScoringSettings
from scoring.selectors import scoring_settings

MOST_THRESHOLDS, HIGHEST, MOST_HOT_LEADS = 20, 100, 100_000


@transaction.atomic
def change_settings(
    *, thresholds: Sequence[int] | None = None, hot_leads_a_week: int | None = None
) -> ScoringSettings:
    """Set the totals whose crossing is told (each once, in any order), and what a rep can take on in a week.

    None leaves it as it is. From the next change of a score on the new thresholds count; nothing is told
    of scores that stand between old and new ones. `Invalid` for what cannot be.
    """
    settings = scoring_settings()
    if thresholds is not None:
        settings.thresholds = _sorted(thresholds)
    if hot_leads_a_week is not None:
        if not 0 < hot_leads_a_week <= MOST_HOT_LEADS:
            raise Invalid({"hot_leads_a_week": f"A number of leads from 1 to {MOST_HOT_LEADS:,} is needed."})
        settings.hot_leads_a_week = hot_leads_a_week
    settings.save()
    return settings


def _sorted(thresholds: Sequence[int]) -> list[int]:
    found = sorted(set(thresholds))
    if len(found) > MOST_THRESHOLDS or any(not 0 < each <= HIGHEST for each in found):
        raise Invalid(
            {"thresholds": f"Up to {MOST_THRESHOLDS} whole totals from 1 to {HIGHEST} can be thresholds."}
        )
    return found
