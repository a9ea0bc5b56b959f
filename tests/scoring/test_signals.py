from datetime import timedelta
from decimal import Decimal

import pytest

from mauntic.events.catalog import IntentSignalDetected
from mauntic.kernel.errors import Invalid
from scoring.models import IntentSignal, SignalType
from scoring.selectors import signal_counts, signals_of
from scoring.selectors.fading import with_current_weight
from scoring.services import Detected, record_signals
from tests.factories.scoring import make_signal
from tests.scoring.conftest import NOW


def seen(contact, minutes: float = 0, *, code: str = "PRICING_PAGE", **fields) -> Detected:
    return Detected(contact_id=contact.pk, type=code, detected_at=NOW + timedelta(minutes=minutes), **fields)


def test_a_signal_gets_weight_and_life_of_its_type(contact, facts_of):
    record_signals(signals=[seen(contact)])

    row = IntentSignal.objects.get()
    assert (row.weight, row.decay_model, row.source) == (Decimal("0.900"), "linear", "content")
    assert row.expires_at == NOW + timedelta(hours=72)
    assert facts_of(IntentSignalDetected) == [
        IntentSignalDetected(
            contact_id=contact.pk, signal_type="PRICING_PAGE", weight=Decimal("0.9"), source="content"
        ).to_wire()
    ]


@pytest.mark.parametrize(("minutes", "rows"), [(59, [2]), (60, [2]), (61, [1, 1]), (-59, [2])])
def test_the_same_type_within_an_hour_is_one_signal(contact, facts_of, minutes, rows):
    record_signals(signals=[seen(contact)])
    record_signals(signals=[seen(contact, minutes)])

    assert list(IntentSignal.objects.values_list("count", flat=True)) == rows
    assert len(facts_of(IntentSignalDetected)) == len(rows)


def test_signals_of_one_batch_are_folded_too(contact):
    record_signals(
        signals=[seen(contact), seen(contact, 5), seen(contact, 90), seen(contact, code="DOCS_VISIT")]
    )

    counts = IntentSignal.objects.order_by("type_id", "detected_at").values_list("type_id", "count")
    assert list(counts) == [("DOCS_VISIT", 1), ("PRICING_PAGE", 2), ("PRICING_PAGE", 1)]


def test_the_same_evidence_is_counted_once(contact):
    for _ in range(2):
        record_signals(signals=[seen(contact, evidence="visit 1"), seen(contact, 1, evidence="visit 2")])

    assert IntentSignal.objects.get().count == 2


def test_a_type_that_is_switched_off_is_not_recorded(contact):
    SignalType.objects.filter(code="PRICING_PAGE").update(enabled=False)

    assert record_signals(signals=[seen(contact)]) == []
    assert not IntentSignal.objects.exists()


def test_an_unknown_type_is_refused_by_name(contact):
    with pytest.raises(Invalid, match="NO_SUCH"):
        record_signals(signals=[seen(contact, code="NO_SUCH")])


@pytest.mark.parametrize("code", ["PRICING_PAGE", "FUNDING_ROUND"])
@pytest.mark.parametrize("part", [-0.1, 0, 0.3, 0.9999])
def test_fading_in_sql_is_fading_in_python(contact, code, part):
    hours = SignalType.objects.get(code=code).decay_hours
    make_signal(contact, code, detected_at=NOW - part * timedelta(hours=hours))

    (row,) = with_current_weight(IntentSignal.objects.all(), NOW)

    assert row.current == pytest.approx(signals_of(contact.pk, now=NOW)[0].current_weight, abs=1e-4)


def test_an_expired_signal_is_shown_but_is_not_active(contact):
    make_signal(contact, "DEMO_REQUEST", detected_at=NOW - timedelta(hours=24))

    (signal,) = signals_of(contact.pk, now=NOW)
    assert (signal.current_weight, signal.is_active) == (0.0, False)
    assert signals_of(contact.pk, now=NOW, active_only=True) == []


def test_counts_are_of_the_last_days_and_name_everybody(contact, make_user):
    make_signal(contact, "DOCS_VISIT", detected_at=NOW - timedelta(days=1), count=3)
    make_signal(contact, "DOCS_VISIT", detected_at=NOW - timedelta(days=8))
    nobody = make_user().pk

    assert signal_counts([contact.pk, nobody], now=NOW) == {contact.pk: 3, nobody: 0}
