"""Which column of a file of deals means which field."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from mauntic.kernel.files import PROBLEM
from mauntic.kernel.files.column_names import columns_by_field
from mauntic.kernel.translation import StrPromise, gettext_lazy
from mauntic.kernel.translation import gettext as _
from revops.deal_imports.domain.headings import HEADINGS

LABELS: Mapping[str, StrPromise] = {
    "external_id": gettext_lazy("Id"),
    "name": gettext_lazy("Name"),
    "product": gettext_lazy("Product"),
    "company": gettext_lazy("Company"),
    "email": gettext_lazy("Contact email"),
    "owner": gettext_lazy("Owner"),
    "stage": gettext_lazy("Stage"),
    "began": gettext_lazy("Created"),
    "closes": gettext_lazy("Close date"),
    "value": gettext_lazy("Value"),
    "currency": gettext_lazy("Currency"),
    "priority": gettext_lazy("Priority"),
    "lost_reason": gettext_lazy("Lost reason"),
    "next_step": gettext_lazy("Next step"),
}
"""The names of the fields that a file can have."""
COMPUTED = ("Contact", "Probability", "Forecast category")
"""Columns of our own export that an import leaves out: it is computed, or the address says more."""
NAMING = ("name", "product", "company")


def guess_deal_mapping(headers: Sequence[str]) -> dict[str, str]:
    """Field -> column, by the names of the columns."""
    chosen = columns_by_field(headers, HEADINGS)
    return {field: chosen[field] for field in LABELS if field in chosen}


def left_out(headers: Collection[str]) -> list[str]:
    """Return the columns of our own files that an import leaves out; none for other files."""
    ours = {*COMPUTED, PROBLEM} if set(COMPUTED) <= set(headers) else {PROBLEM}
    return [header for header in headers if header in ours]


def deal_mapping_problems(mapping: Mapping[str, str], headers: Collection[str]) -> dict[str, str]:
    """A sentence per field whose column cannot be."""
    problems = {
        name: _("There is no such field. Use one of {fields}.").format(fields=", ".join(LABELS))
        for name in mapping
        if name not in LABELS
    }
    times = Counter(mapping.values())
    for name, column in mapping.items():
        if column not in headers:
            problems.setdefault(name, _('The file has no column "{column}".').format(column=column))
        elif times[column] > 1:
            problems.setdefault(
                name,
                _('The column "{column}" is used for {count} fields. Choose one.').format(
                    column=column, count=times[column]
                ),
            )
    if "stage" not in mapping:
        problems["stage"] = _("Choose the column with the stage.")
    if not set(NAMING) & mapping.keys():
        problems["name"] = _("Choose the column with the name, product or company.")
    return problems
