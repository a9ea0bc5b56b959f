"""When a score crosses a line."""


def crosses(score: float | None, previous: float | None, *, line: float, direction: str) -> bool:
    """Return whether a score passed a line with this change.

    A first score counts as a rise from nothing. To stay on one side is no crossing, whatever the change.

    Args:
        score: now; None for none.
        previous: before; None for none.
        line: of the trigger; a score that equals it is above.
        direction: `up` or `down`.
    """
    is_above = score is not None and score >= line
    was_above = previous is not None and previous >= line
    if direction == "up":
        return is_above and not was_above
    return was_above and not is_above
