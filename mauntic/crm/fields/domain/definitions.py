"""Custom fields as an organization defines them."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

LONGEST_KEY, LONGEST_LABEL = 100, 100
MOST_CHOICES = 200


class FieldKind(StrEnum):
    """What values a custom field has. It never changes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    BOOLEAN = "boolean"
    URL = "url"
    PERSON = "person"


WITH_CHOICES = (FieldKind.CHOICE, FieldKind.MULTI_CHOICE)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values of a field. Records hold its key, so that they follow a new label.

    One that `is_off` is not offered any more; records that hold it keep it.
    """

    key: str
    label: str
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """A custom field. Records, conditions and programs name it by its key, which never changes."""

    key: str
    label: str
    kind: FieldKind
    choices: tuple[Choice, ...] = ()
    help_text: str = ""

    @property
    def offered(self) -> list[Choice]:
        """The choices that people may choose."""
        return [choice for choice in self.choices if not choice.is_off]

    def label_of(self, key: object) -> str:
        """Return the label of a choice; an unknown key as it is."""
        return next((choice.label for choice in self.choices if choice.key == key), str(key))


def key_of(label: str, taken: Collection[str]) -> str:
    """Return a key for a label: its letters and digits in any script, in lower case, with a number if taken.

    Args:
        label: what people read.
        taken: the keys that there are.
    """
    base = "_".join(re.findall(r"[^\W_]{1,100}", label.casefold()))[: LONGEST_KEY - 6].strip("_") or "field"
    numbered = (base if number == 1 else f"{base}_{number}" for number in count(1))
    return next(each for each in numbered if each not in taken)


def merged_choices(known: Sequence[Choice], wanted: Sequence[tuple[str, str]]) -> tuple[Choice, ...]:
    """Return the choices of a field after an edit.

    One that is left out is off, and comes back with its key when its label is entered again.

    Args:
        known: the choices so far.
        wanted: the key and the label of each, in order; a new one has no key.
    """
    by_label = {choice.label.casefold(): choice.key for choice in known if choice.is_off}
    keys = [key or by_label.get(label.casefold(), "") for key, label in wanted]
    taken = {choice.key for choice in known}
    found: list[Choice] = []
    for key, (_given, label) in zip(keys, wanted, strict=True):
        found.append(Choice(key or key_of(label, taken), label))
        taken.add(found[-1].key)
    kept = {choice.key for choice in found}
    gone = [Choice(each.key, each.label, is_off=True) for each in known if each.key not in kept]
    return (*found, *gone)
