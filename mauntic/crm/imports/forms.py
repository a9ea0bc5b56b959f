"""The form of the mapping page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from mauntic.crm.fields.domain.catalog import FIELDS
from mauntic.crm.imports.domain.mapping import RECORD, custom_targets, label_of


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column of the file on the mapping page."""

    column: str
    name: str
    target: str
    examples: Sequence[str]
    own_field: str
    problem: str = ""

    @property
    def own_label(self) -> str:
        """Return the label of the custom field of the column."""
        return label_of(self.own_field)


def column_choices(
    columns: Sequence[str],
    mapping: Mapping[str, str],
    examples: Mapping[str, Sequence[str]],
    problems: Mapping[str, Sequence[str]],
) -> list[ColumnChoice]:
    """Return the columns in order, each with its current field and the problem with it."""
    own_fields = custom_targets(columns)
    return [
        ColumnChoice(
            column=column,
            name=_input_name(position),
            target=mapping.get(column, ""),
            examples=examples.get(column, ()),
            own_field=own_fields[column],
            problem=" ".join(problems.get(column, ())),
        )
        for position, column in enumerate(columns)
    ]


def targets() -> dict[str, list[tuple[str, str]]]:
    """Return the values and labels of the fields that a column can be mapped to, in two groups."""
    return {
        gettext("Person"): [
            (field.name, str(field.label)) for field in FIELDS.values() if not field.of_company
        ]
        + [(RECORD, label_of(RECORD))],
        gettext("Company"): [(field.name, str(field.label)) for field in FIELDS.values() if field.of_company],
    }


def posted_mapping(columns: Sequence[str], data: Mapping[str, Any]) -> dict[str, str]:
    """Return the target of each column, as the mapping page sends it."""
    return {column: str(data.get(_input_name(position), "")) for position, column in enumerate(columns)}


def _input_name(position: int) -> str:
    return f"column-{position}"
