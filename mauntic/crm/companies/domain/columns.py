"""Names of company values: columns of the company, and fields of a lead."""

from collections.abc import Mapping
from typing import Any

from mauntic.crm.fields.domain.catalog import FIELDS

DETAILS = {spec.column_name: spec for spec in FIELDS.values() if spec.of_company}


def by_field_name(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by column of the company under the names of the fields of a lead."""
    return {DETAILS[name].name if name in DETAILS else name: value for name, value in values.items()}


def by_column(problems: Mapping[str, str]) -> dict[str, str]:
    """Return problems of the fields of a lead under the columns of the company."""
    return {
        FIELDS[name].column_name if name in FIELDS else name: problem for name, problem in problems.items()
    }
