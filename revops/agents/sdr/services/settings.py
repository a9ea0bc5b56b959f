"""Change the settings of the SDR agent."""

from collections.abc import Sequence as Many
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from revops.agents.sdr.domain.modes import Mode
from revops.agents.sdr.models import SdrSequence, SdrSettings
from revops.prospects.domain.reasoning import SENIORITIES
from revops.sequences.models.sequences import Sequence

MOST_PER_DAY = 500
MOST_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedSequence:
    """A sequence that the agent uses. `mode` is empty for that of the organization."""

    sequence_id: UUID
    mode: str = ""
    seniorities: tuple[str, ...] = ()


@transaction.atomic
def save_sdr_settings(
    *,
    mode: str,
    daily_cap: int,
    untouched_days: int,
    least_confidence: Decimal,
    suggests_answers: bool,
    sequences: Many[UsedSequence],
    by: User,
) -> SdrSettings:
    """Save the settings of the agent.

    Args:
        mode: of the organization.
        daily_cap: leads that autopilot enrolls in 24 hours, 0-500.
        untouched_days: days without a touch by a person, 0-365.
        least_confidence: of autopilot, 0-1.
        suggests_answers: whether replies get suggested answers.
        sequences: in their order.
        by: the person.

    Raises: `Invalid` names each wrong value.
    """
    wrong = _problems(mode, daily_cap, untouched_days, least_confidence, sequences)
    if wrong:
        raise Invalid(wrong)
    row, _created = SdrSettings.objects.get_or_create(pk=1)
    row = SdrSettings.objects.select_for_update(no_key=True).get(pk=1)
    row.mode, row.daily_cap, row.untouched_days = mode, daily_cap, untouched_days
    row.least_confidence, row.suggests_answers = least_confidence, suggests_answers
    row.updated_by, row.updated_at = by, now()
    row.save()
    SdrSequence.objects.all().delete()
    SdrSequence.objects.bulk_create(
        SdrSequence(
            sequence_id=each.sequence_id, mode=each.mode, position=at, seniorities=list(each.seniorities)
        )
        for at, each in enumerate(sequences)
    )
    return row


def _problems(
    mode: str, daily_cap: int, untouched_days: int, least: Decimal, sequences: Many[UsedSequence]
) -> dict[str, str]:
    modes = _("Use one of {values}.").format(values=", ".join(Mode))
    known = set(
        Sequence.objects.filter(pk__in=[each.sequence_id for each in sequences]).values_list("pk", flat=True)
    )
    ids = [each.sequence_id for each in sequences]
    rules = (
        ("mode", mode not in set(Mode), modes),
        ("daily_cap", not 0 <= daily_cap <= MOST_PER_DAY, _("Enter a number from 0 to 500.")),
        ("untouched_days", not 0 <= untouched_days <= MOST_DAYS, _("Enter a number from 0 to 365.")),
        ("least_confidence", not 0 <= least <= 1, _("Enter a number from 0 to 1, such as 0.6.")),
        (
            "sequences",
            set(ids) != known or len(set(ids)) != len(ids),
            _("Choose existing sequences, each once."),
        ),
        ("sequences", any(each.mode and each.mode not in set(Mode) for each in sequences), modes),
        (
            "sequences",
            any(set(each.seniorities) - set(SENIORITIES) for each in sequences),
            _("Choose seniorities of the list."),
        ),
    )
    return {field: words for field, is_wrong, words in rules if is_wrong}
