"""Lines of delays that the server draws as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scoring.selectors.alerts_delays import Delays

WIDTH, HEIGHT = 360, 150
LEFT, RIGHT, TOP, BOTTOM = 46, 8, 10, 20
STEPS = 2


@dataclass(frozen=True, slots=True)
class DelayChart:
    """Coordinates of two lines, half of the alerts and 95 % of them, from the first day to the last."""

    half: str
    most: str
    grid: list[tuple[float, timedelta]]
    first: date
    last: date
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def system_chart(days: Sequence[Delays]) -> DelayChart | None:
    """From what a contact did to the alert; None without any."""
    return _chart([(each.day, each.system_p50, each.system_p95) for each in days])


def human_chart(days: Sequence[Delays]) -> DelayChart | None:
    """From the alert to somebody acting on it; None without any."""
    return _chart([(each.day, each.human_p50, each.human_p95) for each in days])


def _chart(rows: Sequence[tuple[date | None, timedelta | None, timedelta | None]]) -> DelayChart | None:
    known = [(day, half, most) for day, half, most in rows if day and half is not None and most is not None]
    if not known:
        return None
    first, last = known[0][0], known[-1][0]
    top = max(most for _, _, most in known) or timedelta(seconds=1)
    days = max((last - first).days, 1)
    # One day alone still draws a line, so that the height can be seen.
    drawn = known if len(known) > 1 else [known[0], (first + timedelta(days=1), *known[0][1:])]
    places = [LEFT + (day - first).days / days * (WIDTH - LEFT - RIGHT) for day, _, _ in drawn]
    return DelayChart(
        half=_line(places, [half / top for _, half, _ in drawn]),
        most=_line(places, [most / top for _, _, most in drawn]),
        grid=[(_y(step / STEPS), top * step / STEPS) for step in range(STEPS + 1)],
        first=first,
        last=last,
    )


def _line(places: Sequence[float], shares: Sequence[float]) -> str:
    return " ".join(f"{x:.1f},{_y(share):.1f}" for x, share in zip(places, shares, strict=True))


def _y(share: float) -> float:
    return round(TOP + (1 - share) * (HEIGHT - TOP - BOTTOM), 1)
