"""The settings of the SDR agent."""

from collections.abc import Sequence as Many

from revops.agents.sdr.domain.modes import Mode
from revops.agents.sdr.models import SdrSequence, SdrSettings
from revops.sequences.models.sequences import Sequence, Switch


def sdr_settings() -> SdrSettings:
    """Return the settings of the organization; the defaults, with the agent off, if nobody changed them."""
    return SdrSettings.objects.first() or SdrSettings()


def used_sequences() -> Many[SdrSequence]:
    """Return the sequences of the agent that are on, in their order."""
    rows = SdrSequence.objects.select_related("sequence__owner")
    return list(rows.filter(sequence__state=Switch.ON))


def sequence_rows() -> Many[SdrSequence]:
    """Return the sequences of the agent in their order, also those that are off."""
    return list(SdrSequence.objects.all())


def all_sequences() -> Many[Sequence]:
    """Return all sequences, each with its row of the agent if it has one."""
    return list(Sequence.objects.select_related("sdr", "owner"))


def mode_of(row: SdrSequence | None, settings: SdrSettings) -> Mode:
    """Return the mode of a sequence, or of the organization where it has none of its own."""
    return Mode((row.mode if row else "") or settings.mode)


def is_active(settings: SdrSettings) -> bool:
    """Return whether the agent does anything at all."""
    if settings.mode != Mode.OFF:
        return True
    return SdrSequence.objects.exclude(mode__in=["", Mode.OFF]).exists()
