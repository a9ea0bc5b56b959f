"""A table of text with a column that says how each row ended, as something to learn from."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from difflib import get_close_matches

from mauntic.kernel.normalize import Notation, notation_of, read_amount
from scoring.learning.domain.training_set import Cell, Column, TrainingSet

FEWEST_OF_EACH = 20
NOTHING = {"", "na", "n/a", "nan", "null", "none", "#n/a"}
YES = {
    "1",
    "yes",
    "y",
    "true",
    "t",
    "won",
    "win",
    "closed won",
    "converted",
    "success",
    "positive",
    "customer",
}


class UnusableError(ValueError):
    """Nothing can be learned from this; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Rows to learn from, in order of time. `positive` is the value that counts as won."""

    leads: TrainingSet
    positive: str
    notes: list[str] = field(default_factory=list)


def read_labelled(
    headers: Sequence[str],
    rows: Iterable[Mapping[str, str]],
    *,
    target: str,
    drop: Sequence[str] = (),
    time: str = "",
    positive: str = "",
) -> Labelled:
    """The rows with their outcomes; `UnusableError` names the argument that is wrong.

    Rows without an outcome are left out. `time` names a column to sort by, which is not learned from.
    """
    for argument, names in (("--target", [target]), ("--drop", drop), ("--time", [time] if time else [])):
        _known(argument, names, headers)
    if time == target:
        raise UnusableError("--time: the outcome itself is no time. Name a column with dates, or none.")
    table = list(rows)
    decided = [row for row in table if not _empty(row[target])]
    notes = (
        [f"{len(table) - len(decided):,} rows without an outcome are left out."]
        if len(decided) < len(table)
        else []
    )
    won = _positive([row[target].strip() for row in decided], positive, target)
    if time:
        decided = _sorted(decided, time)
    outcomes = [row[target].strip() == won for row in decided]
    _enough(outcomes, won)
    used = [name for name in headers if name not in {target, time, *drop}]
    if not used:
        raise UnusableError("--drop: no column is left to learn from. Drop fewer.")
    columns = [_column(name, [row[name] for row in decided]) for name in used]
    return Labelled(TrainingSet(columns, outcomes), won, notes)


def _known(argument: str, names: Sequence[str], headers: Sequence[str]) -> None:
    for name in names:
        if name not in headers:
            by_lower = {header.lower(): header for header in headers}
            near = [by_lower[each] for each in get_close_matches(name.lower(), by_lower, n=3)] or headers[:10]
            raise UnusableError(f"{argument}: there is no column “{name}”. Did you mean {', '.join(near)}?")


def _positive(values: Sequence[str], wanted: str, target: str) -> str:
    counts = Counter(values)
    if wanted:
        if wanted not in counts:
            raise UnusableError(f"--positive: no row of “{target}” is “{wanted}”. {_listed(counts)}")
        return wanted
    if len(counts) != 2:  # noqa: PLR2004 (won or not)
        advice = "Name the one that counts as won with --positive."
        raise UnusableError(
            f"--target: “{target}” has {len(counts):,} different values. {_listed(counts)} {advice}"
        )
    yes = [value for value in counts if value.lower() in YES]
    return yes[0] if len(yes) == 1 else min(counts, key=lambda value: (counts[value], value))


def _listed(counts: Counter[str]) -> str:
    shown = ", ".join(f"{value} ({count:,})" for value, count in counts.most_common(8))
    return f"Its values: {shown or 'none'}."


def _sorted(rows: list[Mapping[str, str]], time: str) -> list[Mapping[str, str]]:
    """By number or by date; rows of the same time keep their order."""
    cells = [row[time].strip() for row in rows]
    for read in (_number, _moment):
        moments = [read(cell) for cell in cells]
        if None not in moments:
            order = sorted(range(len(rows)), key=lambda row: moments[row] or 0.0)
            return [rows[row] for row in order]
    odd = next((cell for cell in cells if _number(cell) is None and _moment(cell) is None), None)
    if odd is None:
        raise UnusableError(f"--time: “{time}” has dates and numbers. Use one of them in all rows.")
    raise UnusableError(
        f"--time: “{odd}” in “{time}” is neither a date such as 2026-03-31 nor a number. "
        "Without --time the order of the file is taken."
    )


def _enough(outcomes: Sequence[bool], won: str) -> None:
    fewer = min(sum(outcomes), len(outcomes) - sum(outcomes))
    if fewer < FEWEST_OF_EACH:
        raise UnusableError(
            f"Too few rows: {sum(outcomes):,} are “{won}” and {len(outcomes) - sum(outcomes):,} are not; "
            f"{FEWEST_OF_EACH} of each are the least to learn from."
        )


def _column(name: str, texts: Sequence[str]) -> Column:
    """Numbers when every known cell is one, with a point or, throughout, a comma."""
    known = [None if _empty(text) else text.strip() for text in texts]
    notation = notation_of(text for text in known if text)
    numbers: list[Cell] = [None if text is None else _number(text, notation) for text in known]
    if all(number is not None or text is None for number, text in zip(numbers, known, strict=True)):
        return Column(name, numbers, numeric=True)
    return Column(name, known, numeric=False)


def _empty(text: str) -> bool:
    return text.strip().lower() in NOTHING


def _number(text: str, notation: Notation | None = None) -> float | None:
    """A number as programs write it (1e-5), or as the column of a person's list does (1.250,50)."""
    is_plain = "," not in text and notation is not Notation.COMMA
    try:
        number = float(text if is_plain else read_amount(text, notation))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _moment(text: str) -> float | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
