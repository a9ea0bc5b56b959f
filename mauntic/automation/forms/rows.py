"""Settings that are a list, as rows of inputs in the builder, such as the branches of a split."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from mauntic.kernel.conditions.builder import input_numbers
from mauntic.kernel.pages.forms import StorableJSONField
from mauntic.kernel.translation import StrPromise

BRANCH = "branch"
Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """An input of each row. Numbers are stored as such."""

    key: str
    label: StrPromise
    is_number: bool = False


class RowsField(StorableJSONField):
    """A setting that the builder shows as rows; the API sends it as JSON.

    Args:
        columns: the inputs of a row.
        labels: of the rows, where their number is fixed; else rows are added and removed.
    """

    def __init__(self, *, columns: Sequence[Column], labels: Sequence[Any] = (), **given: Any) -> None:
        super().__init__(**given)
        self.columns, self.labels = columns, labels

    def to_rows(self, value: Any) -> list[Cells]:
        """Return a stored or sent value as rows of texts. What is no list of objects has none."""
        rows = value if isinstance(value, list) else []
        return [
            {column.key: _text(row.get(column.key)) for column in self.columns}
            for row in rows
            if isinstance(row, Mapping)
        ]

    def from_rows(self, rows: Sequence[Cells]) -> Any:
        """Return rows as the value that is stored. Empty cells are left out."""
        return [
            {
                column.key: _number(row[column.key]) if column.is_number else row[column.key].strip()
                for column in self.columns
                if row.get(column.key, "").strip()
            }
            for row in rows
        ]

    def new_row(self, rows: Sequence[Cells]) -> Cells:
        """Return the row that is added to some rows, with a name that none of them has."""
        known = {row.get(BRANCH, "").casefold() for row in rows}
        letters = (chr(ord("A") + number) for number in range(26))
        name = next((each for each in letters if each.casefold() not in known), "")
        return dict.fromkeys((column.key for column in self.columns), "") | {BRANCH: name}


@dataclass(frozen=True, slots=True)
class Cell:
    """An input of a row."""

    name: str
    label: str
    value: str
    is_number: bool
    is_focused: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row for people: `label` is what a fixed one is called."""

    label: str
    branch: str
    cells: Sequence[Cell]


@dataclass(slots=True)
class Rows:
    """The rows of a setting in a form.

    Args:
        key: of the setting.
        name: the prefix of the inputs.
        setting: the field of the form.
        rows: what is entered, checked or not.
    """

    key: str
    name: str
    setting: RowsField
    rows: list[Cells]
    errors: list[str] = field(default_factory=list)
    focused: int | None = None

    @property
    def value(self) -> Any:
        """Return the value as it is sent to be saved."""
        return self.setting.from_rows(self.rows)

    @property
    def branches(self) -> list[str]:
        """Return the branches that have a name, in order, each once; checked or not."""
        return list(dict.fromkeys(name for row in self.rows if (name := row.get(BRANCH, "").strip())))

    @property
    def is_fixed(self) -> bool:
        """Return whether rows are neither added nor removed."""
        return bool(self.setting.labels)

    @property
    def shown(self) -> list[Row]:
        """Return the rows for people."""
        labels = [str(each) for each in self.setting.labels]
        return [
            Row(
                labels[number] if number < len(labels) else "",
                row.get(BRANCH, ""),
                [
                    Cell(
                        f"{self.name}-{number}-{column.key}",
                        str(column.label),
                        row.get(column.key, ""),
                        column.is_number,
                        number == self.focused and place == len(self.setting.columns) - 1,
                    )
                    for place, column in enumerate(self.setting.columns)
                ],
            )
            for number, row in enumerate(self.rows)
        ]


def rows_field_of(form: type[forms.Form]) -> tuple[str, RowsField] | None:
    """Return the setting of a form that is shown as rows, with its key."""
    found = ((key, each) for key, each in form.base_fields.items() if isinstance(each, RowsField))
    return next(found, None)


def rows_of(
    form: type[forms.Form], name: str, data: Mapping[str, str] | None, given: Mapping[str, Any]
) -> Rows | None:
    """Return the rows of the settings under a prefix, as sent or as stored; None if the form has none."""
    found = rows_field_of(form)
    if found is None:
        return None
    key, setting = found
    prefix = f"{name}-{key}"
    if data is None:
        return Rows(key, prefix, setting, setting.to_rows(given.get(key)))
    entered = [
        {column.key: data.get(f"{prefix}-{number}-{column.key}", "") for column in setting.columns}
        for number in (range(len(setting.labels)) if setting.labels else input_numbers(data, prefix))
    ]
    return Rows(key, prefix, setting, entered)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _number(text: str) -> int | float | str:
    """Return a number as JSON has it; what is none stays a text, and the form refuses it."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text
