"""The form of the mapping page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from mauntic.crm.fields.domain.catalog import CUSTOM, FIELDS
from mauntic.crm.fields.selectors.definitions import definitions
from mauntic.crm.imports.domain.mapping import RECORD, custom_targets, label_of
from mauntic.crm.imports.models import ImportRow
from mauntic.kernel.values.stored_text import with_replaced

# A cell that is typed, as opposed to one of a file.
LONGEST_CELL = 10_000


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column of the file on the mapping page."""

    column: str
    name: str
    target: str
    examples: Sequence[str]
    own_field: str
    problem: str = ""

    is_new: bool = True

    @property
    def own_label(self) -> str:
        """Return the label of the custom field of the column."""
        name = self.own_field.removeprefix(CUSTOM)
        return gettext('New custom field "{name}"').format(name=name)


def column_choices(
    columns: Sequence[str],
    mapping: Mapping[str, str],
    examples: Mapping[str, Sequence[str]],
    problems: Mapping[str, Sequence[str]],
) -> list[ColumnChoice]:
    """Return the columns in order, each with its current field and the problem with it."""
    own_fields = custom_targets(columns)
    defined = {f"{CUSTOM}{key}" for key in definitions("contact")}
    return [
        ColumnChoice(
            column=column,
            name=_input_name(position),
            target=mapping.get(column, ""),
            examples=examples.get(column, ()),
            own_field=own_fields[column],
            problem=" ".join(problems.get(column, ())),
            is_new=own_fields[column] not in defined,
        )
        for position, column in enumerate(columns)
    ]


def targets() -> dict[str, list[tuple[str, str]]]:
    """Return the values and labels of the fields that a column can be mapped to, in groups."""
    custom = [(f"{CUSTOM}{key}", known.label) for key, known in definitions("contact").items()]
    found = {
        gettext("Person"): [
            (field.name, str(field.label)) for field in FIELDS.values() if not field.of_company
        ]
        + [(RECORD, label_of(RECORD))],
        gettext("Company"): [(field.name, str(field.label)) for field in FIELDS.values() if field.of_company],
    }
    return {**found, gettext("Custom fields"): custom} if custom else found


def posted_mapping(columns: Sequence[str], data: Mapping[str, Any]) -> dict[str, str]:
    """Return the target of each column, as the mapping page sends it."""
    return {column: str(data.get(_input_name(position), "")) for position, column in enumerate(columns)}


def posted_cells(columns: Sequence[str], data: Mapping[str, Any]) -> dict[str, str]:
    """Return the text of each column that the page of a row sends, at most `LONGEST_CELL` characters."""
    names = {column: _input_name(position) for position, column in enumerate(columns)}
    return {
        column: with_replaced(str(data[name])[:LONGEST_CELL])
        for column, name in names.items()
        if name in data
    }


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a refused row as an input. `label` is the field that the column is imported as."""

    name: str
    column: str
    label: str
    text: str


def row_cells(row: ImportRow, columns: Sequence[str]) -> list[Cell]:
    """Return the cells of a row that are imported, in the order of the file."""
    mapping = row.job.mapping
    labels = {key: known.label for key, known in definitions("contact").items()}
    return [
        Cell(_input_name(position), column, label_of(mapping[column], labels), row.values.get(column, ""))
        for position, column in enumerate(columns)
        if mapping.get(column)
    ]


def _input_name(position: int) -> str:
    return f"column-{position}"
