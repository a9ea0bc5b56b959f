import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from lead_intelligence.vendors.adapters.tokens import Token, Tokens
from lead_intelligence.vendors.domain.answers import Answer
from lead_intelligence.vendors.domain.outcomes import Outcome

REFUSED = Answer(outcome=Outcome.AUTH_FAILED)


def lasting(value: str) -> Token:
    return Token.lasting(value, 1000)


@pytest.mark.parametrize(("seconds", "kept"), [(1000, 940), (10, 9)])
def test_a_token_is_given_up_a_minute_before_its_end_a_short_one_a_tenth_before(seconds, kept):
    assert Token.lasting("a", seconds).good_until - time.monotonic() == pytest.approx(kept, abs=0.5)


def test_accounts_have_tokens_of_their_own():
    tokens = Tokens()
    assert [tokens.get(each, lambda each=each: lasting(each), 1).value for each in ("a", "b", "a")] == [
        "a",
        "b",
        "a",
    ]


def test_a_token_that_is_over_and_a_refusal_are_asked_for_again():
    tokens = Tokens()
    over, good = Token("over", time.monotonic()), lasting("good")
    answers = iter([over, REFUSED, good])
    assert [tokens.get("a", lambda: next(answers), 1) for _ in range(4)] == [over, REFUSED, good, good]


def test_a_token_is_forgotten_unless_another_has_taken_its_place():
    tokens = Tokens()
    old = tokens.get("a", lambda: lasting("old"), 1)
    tokens.forget("a", old)
    new = tokens.get("a", lambda: lasting("new"), 1)
    tokens.forget("a", old)
    assert tokens.get("a", lambda: lasting("newest"), 1) is new


def test_who_waits_for_the_log_in_of_another_waits_no_longer_than_it_may():
    tokens, asked, free = Tokens(), Event(), Event()

    def log_in() -> Token:
        asked.set()
        free.wait(5)
        return lasting("a")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(tokens.get, "a", log_in, 5)
        asked.wait(5)
        with pytest.raises(TimeoutError):
            tokens.get("a", log_in, 0.01)
        second = pool.submit(tokens.get, "a", log_in, 5)
        free.set()
        assert first.result() is second.result()


def test_a_log_in_that_breaks_is_not_kept():
    tokens = Tokens()

    def log_in() -> Token:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        tokens.get("a", log_in, 1)
    assert tokens.get("a", lambda: lasting("a"), 1).value == "a"


def test_a_token_is_not_shown():
    assert "secret" not in repr(lasting("secret"))
