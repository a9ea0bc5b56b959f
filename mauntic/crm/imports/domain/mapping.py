"""Mapping of the columns of a file to fields."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, count

from mauntic.crm.contacts.domain.export import COMPUTED, LEFT_OUT, RECORD_ID
from mauntic.crm.fields.domain.catalog import CUSTOM, FIELDS
from mauntic.crm.imports.domain.headings import BARE_NAMES, BESIDE, HEADINGS
from mauntic.kernel.files import PROBLEM
from mauntic.kernel.files.column_names import columns_by_field, heading_key
from mauntic.kernel.translation import gettext as _

RECORD = "record_id"
"""The target of a column with ids of leads, as the export writes them."""
IDENTITY = ("email", "first_name", "last_name", "full_name", RECORD)
MAX_CUSTOM_NAME = 100


def guess_mapping(headers: Sequence[str]) -> dict[str, str]:
    """Return the field of each column by its name. An unknown column becomes a custom field.

    A field is given to one column only. In a file of the export the id is recognized, and computed columns
    are not imported (""): see `left_out`.
    """
    chosen = columns_by_field(headers, HEADINGS)
    _take_neighbors(chosen, headers)
    _take_bare_name(chosen, headers)
    fields = {column: field for field, column in chosen.items()}
    ours = left_out(headers)
    fields |= dict.fromkeys(ours, "")
    if set(ours) & set(LEFT_OUT) and RECORD_ID in headers:
        fields[RECORD_ID] = RECORD
    return custom_targets(headers) | fields


def with_known(mapping: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, str]:
    """Return a suggested mapping with the custom fields that exist.

    A column that is named as one is it, rather than a new one, or a field that is often called so.

    Args:
        mapping: the target of each column.
        labels: of the custom fields, by key.
    """
    known = {heading_key(label): key for key, label in labels.items()}
    known |= {heading_key(key): key for key in labels}
    taken = {target.removeprefix(CUSTOM) for target in mapping.values()} & set(labels)
    found = dict(mapping)
    for column, target in mapping.items():
        name = heading_key(column.removeprefix(CUSTOM))
        is_own_name = target in FIELDS and name in map(heading_key, (target, str(FIELDS[target].label)))
        key = None if is_own_name or target == RECORD else known.get(name)
        if key and key not in taken:
            found[column] = f"{CUSTOM}{key}"
            taken.add(key)
    return found


def left_out(headers: Collection[str]) -> list[str]:
    """Return the columns of an exported file that an import does not read. None for other files."""
    ours = {*LEFT_OUT, PROBLEM} if any(header in COMPUTED for header in headers) else {PROBLEM}
    return [header for header in headers if header in ours]


def mapping_problems(mapping: Mapping[str, str], headers: Iterable[str]) -> dict[str, str]:
    """Return a sentence per column with a wrong target, and under "mapping" for the whole mapping."""
    problems = dict.fromkeys(mapping.keys() - set(headers), _("The file has no such column."))
    problems |= {
        column: _('Unknown field "%(field)s".') % {"field": target}
        for column, target in mapping.items()
        if target and target not in FIELDS and target != RECORD and not _is_custom(target)
    }
    times = Counter(target for target in mapping.values() if target)
    problems |= {
        column: _("%(count)s columns are mapped to %(field)s. Choose one of them.")
        % {"count": times[target], "field": label_of(target)}
        for column, target in mapping.items()
        if times[target] > 1
    }
    if not set(IDENTITY) & set(mapping.values()):
        problems["mapping"] = _("Map a column to the email address or the name.")
    return problems


def trimmed(mapping: Mapping[str, str]) -> dict[str, str]:
    """Return a mapping without spaces around the names of its custom fields."""
    return {
        column: f"{CUSTOM}{target.removeprefix(CUSTOM).strip()}" if target.startswith(CUSTOM) else target
        for column, target in mapping.items()
    }


def label_of(target: str, labels: Mapping[str, str] | None = None) -> str:
    """Return the label of a target. Args: `labels` are those of custom fields by key."""
    if target.startswith(CUSTOM):
        key = target.removeprefix(CUSTOM)
        return (labels or {}).get(key) or _('Custom field "%(name)s"') % {"name": key}
    if target == RECORD:
        return _("ID in Mauntic")
    return str(FIELDS[target].label) if target in FIELDS else _("Do not import")


def new_custom_fields(mapping: Mapping[str, str], known: Collection[str]) -> list[str]:
    """Return the keys of custom fields in a mapping that are not among `known`, in its order."""
    keys = [target.removeprefix(CUSTOM) for target in mapping.values() if target.startswith(CUSTOM)]
    return [key for key in keys if key not in known]


def custom_targets(headers: Iterable[str]) -> dict[str, str]:
    """Return the custom field of each column, all different: names that begin alike get a number.

    Columns of the export, which have the prefix of the target already, keep their names.
    """
    taken: set[str] = set()
    targets = dict.fromkeys(headers, "")
    for header in sorted(targets, key=lambda each: not each.startswith(CUSTOM)):
        name = _free_name(header.removeprefix(CUSTOM).strip() or header, taken)
        taken.add(name)
        targets[header] = f"{CUSTOM}{name}"
    return targets


def _free_name(name: str, taken: Collection[str]) -> str:
    """Return the beginning of a name that is not too long, with a number if it is taken."""
    ends = chain([""], (f" {number}" for number in count(2)))
    names = (f"{name[: MAX_CUSTOM_NAME - len(end)].strip()}{end}" for end in ends)
    return next(each for each in names if each not in taken)


def _is_custom(target: str) -> bool:
    return target.startswith(CUSTOM) and 0 < len(target.removeprefix(CUSTOM)) <= MAX_CUSTOM_NAME


def _take_neighbors(chosen: dict[str, str], headers: Iterable[str]) -> None:
    """Map columns whose field depends on another column."""
    named = {heading_key(header): header for header in headers}
    for (name, beside), field in BESIDE.items():
        if name in named and beside in named:
            column = named[name]
            for other in [other for other, taken in chosen.items() if taken == column]:
                del chosen[other]
            chosen[field] = column


def _take_bare_name(chosen: dict[str, str], headers: Iterable[str]) -> None:
    """Decide by the other columns whether "Name" or "Nom" is a first, last or full name."""
    bare = next((header for header in headers if heading_key(header) in BARE_NAMES), None)
    if bare is None:
        return
    first, last = "first_name" in chosen, "last_name" in chosen
    field = "full_name" if first == last else "last_name" if first else "first_name"
    chosen.setdefault(field, bare)
