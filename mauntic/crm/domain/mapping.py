"""Which column of a file means which field."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from mauntic.crm.domain.fields import CUSTOM, FIELDS

IDENTITY = ("email", "first_name", "last_name", "full_name")
_HEADERS = {
    spelling: name for name, field in FIELDS.items() for spelling in (*field.headers, name.replace("_", ""))
}
MAX_CUSTOM_NAME = 100


def guess_mapping(headers: Iterable[str]) -> dict[str, str]:
    """Column -> field by its name; what is not known becomes a custom field of that name.

    Of two columns that mean the same, the first is it.
    """
    mapping: dict[str, str] = {}
    for header in headers:
        field = _HEADERS.get(re.sub(r"[^a-z]", "", header.lower()))
        mapping[header] = (
            field if field and field not in mapping.values() else f"{CUSTOM}{header[:MAX_CUSTOM_NAME]}"
        )
    return mapping


def mapping_problems(mapping: Mapping[str, str], headers: Iterable[str]) -> dict[str, str]:
    """A sentence per column whose target cannot be; under "mapping" what is wrong with the whole."""
    problems = dict.fromkeys(mapping.keys() - set(headers), "The file has no such column.")
    problems |= {
        column: f"There is no field “{target}”."
        for column, target in mapping.items()
        if target and target not in FIELDS and not _is_custom(target)
    }
    times = Counter(target for target in mapping.values() if target)
    problems |= {
        column: f"{label_of(target)} is given to {times[target]} columns. Choose one of them."
        for column, target in mapping.items()
        if times[target] > 1
    }
    if not set(IDENTITY) & set(mapping.values()):
        problems["mapping"] = "Say which column holds the e-mail address or the name."
    return problems


def label_of(target: str) -> str:
    """The target of a column in words."""
    if target.startswith(CUSTOM):
        return f"Custom field “{target.removeprefix(CUSTOM)}”"
    return FIELDS[target].label if target in FIELDS else "Leave out"


def _is_custom(target: str) -> bool:
    return target.startswith(CUSTOM) and 0 < len(target.removeprefix(CUSTOM)) <= MAX_CUSTOM_NAME
