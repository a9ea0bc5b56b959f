from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mauntic.crm.models import Contact
from mauntic.events.catalog import IntentSignalDetected
from mauntic.kernel.errors import Invalid
from scoring.detection.services.record import Detected, record_signals
from scoring.scores.selectors.fading import with_current_weight
from scoring.signals.domain.strength import current_weight, fraction_left
from scoring.signals.models import Decay, IntentSignal, SignalType
from scoring.signals.selectors.shown import signal_counts, signals_of
from tests.factories.scoring import make_signal
from tests.scoring.conftest import NOW

# Detected before, at and after NOW; without an end, over for long, by a microsecond, or at NOW to the dot.
EDGES = [timedelta(0), timedelta(microseconds=1), timedelta(hours=24), timedelta(days=90)]
ages = st.sampled_from(EDGES) | st.timedeltas(timedelta(hours=-2), timedelta(days=90))
lives = st.none() | st.sampled_from(EDGES[1:]) | st.timedeltas(timedelta(seconds=1), timedelta(days=90))
fadings = st.builds(
    lambda age, life, weight, decay: {
        "detected_at": NOW - age,
        "expires_at": None if life is None else NOW - age + life,
        "weight": weight,
        "decay_model": decay,
    },
    age=ages,
    life=lives,
    weight=st.decimals(0, 1, places=3),
    decay=st.sampled_from(Decay),
)


@pytest.fixture(autouse=True)
def _at_noon(time_machine) -> None:
    """Signals of these tests are fresh."""
    time_machine.move_to(NOW, tick=False)


def seen(contact, minutes: float = 0, *, code: str = "PRICING_PAGE", **fields) -> Detected:
    return Detected(contact_id=contact.pk, type=code, detected_at=NOW + timedelta(minutes=minutes), **fields)


def test_a_signal_gets_weight_and_life_of_its_type(contact, facts_of):
    record_signals(signals=[seen(contact)])

    row = IntentSignal.objects.get()
    assert (row.weight, row.decay_model, row.source) == (Decimal("0.900"), "linear", "content")
    assert row.expires_at == NOW + timedelta(hours=72)
    assert facts_of(IntentSignalDetected) == [
        IntentSignalDetected(
            contact_id=contact.pk,
            signal_type="PRICING_PAGE",
            weight=Decimal("0.9"),
            source="content",
            signal_id=row.pk,
            detected_at=NOW,
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


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("PRICING_PGAE", "Did you mean PRICING_PAGE?"),
        ("pricing page", "Did you mean PRICING_PAGE?"),
        ("QQQ", "GET /api/v1/scoring/signals/config lists all."),
    ],
)
def test_an_unknown_type_is_refused_with_what_was_meant(contact, code, hint):
    with pytest.raises(Invalid) as caught:
        record_signals(signals=[seen(contact, code=code)])

    (said,) = caught.value.fields["signalType"]
    assert said == f"Signal type {code} does not exist. {hint}"


def test_sixteen_that_see_the_same_at_once_make_one_signal(committed, at_once):
    contact = Contact.objects.create(first_name="Val")

    at_once(*[lambda: record_signals(signals=[seen(contact)])] * 16)

    assert [row.count for row in IntentSignal.objects.all()] == [16]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(fadings, min_size=1, max_size=30))
def test_fading_in_sql_is_fading_in_python(contact, drawn):
    IntentSignal.objects.all().delete()
    rows = IntentSignal.objects.bulk_create(
        IntentSignal(contact=contact, type_id="PRICING_PAGE", source="x", **values) for values in drawn
    )

    in_sql = {row.pk: row.current for row in with_current_weight(IntentSignal.objects.all(), NOW)}

    in_python = {row.pk: current_weight(row.fading(), NOW) for row in rows if row.is_active(NOW)}
    assert in_sql == pytest.approx(in_python, abs=1e-12)
    assert all(fraction_left(row.fading(), NOW) == 0 for row in rows if row.pk not in in_sql)


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
