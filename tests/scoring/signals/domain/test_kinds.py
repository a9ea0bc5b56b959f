from decimal import Decimal

from scoring.signals.domain.kinds import KINDS_BY_CODE, SIGNAL_KINDS
from scoring.signals.domain.strength import DecayModel


def test_codes_are_unique():
    assert len(KINDS_BY_CODE) == len(SIGNAL_KINDS) == 44


def test_every_type_counts_something_and_ends():
    assert all(0 < kind.weight <= 1 and kind.decay_hours > 0 for kind in SIGNAL_KINDS)


def test_first_party_signals_fade_linearly_and_third_party_ones_exponentially():
    decay = {kind.category: set[DecayModel]() for kind in SIGNAL_KINDS}
    for kind in SIGNAL_KINDS:
        decay[kind.category].add(kind.decay_model)
    assert decay == {"first_party": {DecayModel.LINEAR}, "third_party": {DecayModel.EXPONENTIAL}}


def test_a_line_of_the_table_is_read_column_by_column():
    kind = KINDS_BY_CODE["EMAIL_REPLY"]
    assert (kind.category, kind.weight, kind.decay_hours) == ("first_party", Decimal("0.80"), 24)
    assert (kind.priority, kind.tier, kind.source) == ("high", "warm", "delivery")
