"""Lines that repeat."""

from mauntic.kernel.log_limits import MAX_KEYS, LogLimiter


def test_one_line_per_key_is_written_and_the_others_are_counted():
    limiter = LogLimiter(interval=3600)

    assert [limiter.admit("a"), limiter.admit("a"), limiter.admit("b"), limiter.admit("a")] == [
        0,
        None,
        0,
        None,
    ]


def test_the_next_line_says_how_many_were_held_back():
    limiter = LogLimiter(interval=0)
    limiter._interval = 3600
    limiter.admit("a")
    limiter.admit("a")
    limiter.admit("a")
    limiter._interval = 0

    assert [limiter.admit("a"), limiter.admit("a")] == [2, 0]


def test_keys_without_end_take_no_memory_without_end():
    limiter = LogLimiter()
    for number in range(3 * MAX_KEYS):
        limiter.admit(str(number))

    assert len(limiter._admitted) <= MAX_KEYS


def test_a_line_is_written_again_after_a_minute(monkeypatch):
    seconds = [1_000.0]
    monkeypatch.setattr("time.monotonic", lambda: seconds[0])
    limiter = LogLimiter()

    answers = []
    for passed in (0, 30, 29.9, 0.1, 60, 1):
        seconds[0] += passed
        answers.append(limiter.admit("a"))
    assert answers == [0, None, None, 2, 0, None]


def test_a_thousand_keys_are_remembered_and_one_more_forgets_them():
    limiter = LogLimiter()
    for number in range(1_000):
        limiter.admit(str(number))
    assert limiter.admit("0") is None

    assert limiter.admit("one more") == 0
    assert limiter.admit("0") == 0
