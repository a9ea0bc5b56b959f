"""The ceiling of an answer and the time that it may take belong together.

A ceiling that cannot be written within the time limit would always pay for nothing.
"""

SLOWEST = 30
"""Tokens a second of a slow model."""
HEAD_START = 20.0
"""Seconds until the first token of a long prompt."""
MOST_INPUT = 200_000
"""Tokens of a request. Vendors charge more for longer ones, which prices do not say."""
MOST_THINKING = 8_000


def seconds_for(tokens: int) -> float:
    """Return the time limit of an answer of at most so many tokens."""
    return HEAD_START + tokens / SLOWEST
