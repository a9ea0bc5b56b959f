from datetime import UTC, datetime, timedelta

from lead_intelligence.vendors.domain.circuit import FAILURES_TO_OPEN, REST, Circuit, CircuitState

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
