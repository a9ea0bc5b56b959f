"""Replies with the class that people gave them, and tables of wanted and found classes."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mauntic.delivery.replies.domain.classes import Classification, classify_words
from mauntic.delivery.replies.domain.machine import AutoKind

FILE = "replies_dev.csv"
TODAY = date(2026, 11, 23)
AUTOMATIC = frozenset({"auto_reply", "out_of_office", "left_company", "bounce"})
_WEEKEND = 5

Table = Counter[tuple[str, str]]
"""How often a wanted class was found as another one."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A reply with its class."""

    text: str
    wanted: str


def labelled(folder: Path) -> Iterator[Labelled]:
    """Yield the replies of the file `replies_dev.csv` (text, language, class) of a folder."""
    with (folder / FILE).open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield Labelled(row["text"], row["class"])


def judged(text: str) -> Classification:
    """Return what the rules make of the words of a reply."""
    return classify_words(text, today=TODAY, is_working_day=is_working_day)


def is_working_day(day: date) -> bool:
    """Return whether people work on a day, as far as the weekday says."""
    return day.weekday() < _WEEKEND


def class_of(found: Classification) -> str:
    """Return a class by the names of the file, which tells kinds of automatic replies apart."""
    return found.kind if found.kind in {AutoKind.OUT_OF_OFFICE, AutoKind.LEFT_COMPANY} else str(found.label)


def show(table: Table, title: str = "") -> None:
    """Print a table of wanted and found classes."""
    if title:
        print(title)
    for (wanted, found), count in sorted(table.items()):
        print(f"{wanted:>14} -> {found:<14} {count}")


def figures(table: Table) -> dict[str, object]:
    """Return the shares of a table that matter, 0-1, and how many automatic replies count as human."""
    return {
        "right": _right(table),
        "unsubscribe_recall": _right(
            Counter({pair: n for pair, n in table.items() if pair[0] == "unsubscribe"})
        ),
        "positive_precision": _right(
            Counter({pair: n for pair, n in table.items() if pair[1] == "positive"})
        ),
        "automatic_as_human": sum(
            count
            for (wanted, found), count in table.items()
            if wanted in AUTOMATIC and found not in AUTOMATIC
        ),
    }


def _right(table: Table) -> float:
    """Return the share of a table that has the wanted class."""
    right = sum(count for (wanted, found), count in table.items() if wanted == found)
    return round(right / (table.total() or 1), 3)
