"""A pause after a server that did not answer."""

from mauntic.kernel.cooldown import Cooldown


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self, monkeypatch) -> None:
        self.seconds = 1_000.0
        monkeypatch.setattr("time.monotonic", lambda: self.seconds)


def test_a_pause_lasts_as_long_as_it_is_told_to(monkeypatch):
    clock, pause = Clock(monkeypatch), Cooldown(seconds=5)
    assert not pause.is_on

    pause.begin()
    assert pause.is_on
    clock.seconds += 4.9
    assert pause.is_on
    clock.seconds += 0.1
    assert not pause.is_on


def test_a_pause_begins_anew_with_each_call_that_got_no_answer(monkeypatch):
    clock, pause = Clock(monkeypatch), Cooldown(seconds=5)
    pause.begin()
    clock.seconds += 3
    pause.begin()
    clock.seconds += 4

    assert pause.is_on


def test_a_pause_can_be_ended_early(monkeypatch):
    Clock(monkeypatch)
    pause = Cooldown(seconds=5)
    pause.begin()
    pause.end()

    assert not pause.is_on


def test_pauses_of_two_servers_are_their_own(monkeypatch):
    Clock(monkeypatch)
    one, other = Cooldown(seconds=5), Cooldown(seconds=5)
    one.begin()

    assert (one.is_on, other.is_on) == (True, False)
