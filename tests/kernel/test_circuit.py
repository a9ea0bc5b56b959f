from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.kernel.circuit import FAILURES_TO_OPEN, REST, Circuit, CircuitState

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LEASE = NOW + REST + timedelta(seconds=20)


def failed(times: int) -> Circuit:
    circuit = Circuit()
    for _ in range(times):
        circuit = circuit.failed(NOW)
    return circuit


def test_it_opens_at_the_fifth_failure_in_a_row():
    assert failed(FAILURES_TO_OPEN - 1).state is CircuitState.CLOSED
    assert failed(FAILURES_TO_OPEN) == Circuit(CircuitState.OPEN, 5, opened_at=NOW)


def test_a_success_resets_the_count():
    circuit = failed(4).succeeded()
    assert circuit.failed(NOW).state is CircuitState.CLOSED


def test_open_it_lets_nobody_through_for_sixty_seconds():
    circuit = failed(5)
    assert not circuit.lets_through(NOW + timedelta(seconds=59))
    assert circuit.lets_through(NOW + timedelta(seconds=60))


def test_half_open_it_lets_nobody_but_the_probe_through_until_that_is_lost():
    circuit = failed(5).probing(LEASE)
    assert circuit.state is CircuitState.HALF_OPEN
    assert not circuit.lets_through(LEASE - timedelta(seconds=1))
    assert circuit.lets_through(LEASE)


def test_the_success_of_the_probe_closes_it():
    assert failed(5).probing(LEASE).succeeded() == Circuit()


def test_the_failure_of_the_probe_opens_it_for_another_rest():
    later = NOW + REST
    circuit = failed(5).probing(LEASE).failed(later)
    assert (circuit.state, circuit.opened_at) == (CircuitState.OPEN, later)


def test_an_answer_that_proves_nothing_gives_the_turn_to_the_next_probe():
    circuit = failed(5).probing(LEASE).undecided()
    assert circuit.lets_through(NOW + REST)
    assert failed(3).undecided() == failed(3)


def test_late_answers_of_calls_made_before_it_opened_change_nothing():
    circuit = failed(5)
    assert circuit.succeeded() == circuit
    assert circuit.failed(NOW + timedelta(seconds=30)).opened_at == NOW


def test_five_failures_open_a_circuit_for_a_minute():
    assert (5, timedelta(seconds=60)) == (FAILURES_TO_OPEN, REST)


def test_states_are_stored_under_these_names():
    assert list(CircuitState) == ["closed", "open", "half_open"]


@pytest.mark.parametrize("failures", [0, 1, 4])
def test_closed_it_lets_every_call_through(failures):
    assert failed(failures).lets_through(NOW) is True


def test_each_failure_is_counted_until_a_success():
    assert [failed(times).consecutive_failures for times in range(5)] == [0, 1, 2, 3, 4]
    assert failed(4).succeeded() == Circuit()


def test_a_failure_that_arrives_late_is_counted_and_does_not_prolong_the_rest():
    late = failed(5).failed(NOW + timedelta(seconds=30))
    assert (late.state, late.consecutive_failures, late.opened_at) == (CircuitState.OPEN, 6, NOW)
    assert late.lets_through(NOW + REST)


@pytest.mark.parametrize(("after", "through"), [(0, False), (59.999, False), (60, True), (3600, True)])
def test_the_rest_begins_with_the_failure_that_opened_it(after, through):
    assert failed(5).lets_through(NOW + timedelta(seconds=after)) is through


def test_the_failure_of_a_probe_opens_it_whatever_the_count():
    probing = replace(Circuit().probing(LEASE), consecutive_failures=0)
    opened = probing.failed(NOW)
    assert (opened.state, opened.consecutive_failures, opened.opened_at) == (CircuitState.OPEN, 1, NOW)
    assert opened.probe_until is None


def test_an_undecided_probe_leaves_it_open_without_a_lease():
    undecided = failed(5).probing(LEASE).undecided()
    assert (undecided.state, undecided.probe_until, undecided.opened_at) == (CircuitState.OPEN, None, NOW)
    assert undecided.consecutive_failures == 5


def test_an_answer_that_proves_nothing_changes_neither_a_closed_nor_an_open_circuit():
    assert Circuit().undecided() == Circuit()
    assert failed(5).undecided() == failed(5)


def test_a_circuit_whose_times_are_unknown_lets_a_probe_through():
    assert Circuit(CircuitState.OPEN).lets_through(NOW)
    assert Circuit(CircuitState.HALF_OPEN).lets_through(NOW)


def test_a_probe_keeps_the_count_and_the_time_of_opening():
    probing = failed(5).probing(LEASE)
    assert (probing.consecutive_failures, probing.opened_at, probing.probe_until) == (5, NOW, LEASE)


@given(st.lists(st.booleans(), max_size=30))
def test_a_closed_circuit_opens_exactly_at_five_failures_in_a_row(answers):
    circuit, row = Circuit(), 0
    for answer in answers:
        circuit = circuit.succeeded() if answer else circuit.failed(NOW)
        row = 0 if answer else row + 1
        if row == FAILURES_TO_OPEN:
            assert circuit.state is CircuitState.OPEN
            return
        assert (circuit.state, circuit.consecutive_failures) == (CircuitState.CLOSED, row)
