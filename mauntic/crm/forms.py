"""What the import pages accept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from mauntic.crm.domain.fields import CUSTOM, FIELDS
from mauntic.crm.domain.mapping import MAX_CUSTOM_NAME, label_of


class UploadForm(forms.Form):
    """A file of leads."""

    file = forms.FileField(
        label="CSV or Excel file",
        help_text="The first row holds the names of the columns. At most 200 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column of the file on the mapping page."""

    column: str
    name: str
    target: str
    examples: Sequence[str]
    own_field: str
    problem: str = ""

    @property
    def own_label(self) -> str:
        """How the column reads as a custom field."""
        return label_of(self.own_field)


def column_choices(
    columns: Sequence[str],
    mapping: Mapping[str, str],
    examples: Mapping[str, Sequence[str]],
    problems: Mapping[str, Sequence[str]],
) -> list[ColumnChoice]:
    """The columns in order, each with what it means now and what is wrong with that."""
    return [
        ColumnChoice(
            column=column,
            name=_input_name(position),
            target=mapping.get(column, ""),
            examples=examples.get(column, ()),
            own_field=f"{CUSTOM}{column[:MAX_CUSTOM_NAME]}",
            problem=" ".join(problems.get(column, ())),
        )
        for position, column in enumerate(columns)
    ]


def targets() -> dict[str, list[tuple[str, str]]]:
    """The fields that a column can mean, in two groups."""
    return {
        "Person": [(field.name, field.label) for field in FIELDS.values() if not field.of_company],
        "Company": [(field.name, field.label) for field in FIELDS.values() if field.of_company],
    }


def posted_mapping(columns: Sequence[str], data: Mapping[str, Any]) -> dict[str, str]:
    """Column -> target, as the mapping page sends it."""
    return {column: str(data.get(_input_name(position), "")) for position, column in enumerate(columns)}


def _input_name(position: int) -> str:
    return f"column-{position}"
