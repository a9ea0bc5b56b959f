"""Ranges of contacts."""

from collections.abc import Iterator

from mauntic.crm.models import Contact
from scoring.scores.selectors.scope import IdRange

EVERYBODY = IdRange()


def next_range(rest: IdRange, size: int) -> tuple[IdRange, int] | None:
    """Return the next contacts of `rest` in the order of their ids, and their number; None after the last.

    Only the id at the end of the range is read; contacts are counted only after the last full range.

    Args:
        rest: the contacts that remain.
        size: the number of contacts in a range.
    """
    ids = rest.narrow(Contact.objects.order_by("id").values_list("id", flat=True), "id")
    if until := ids[size - 1 : size].first():
        return IdRange(rest.after, until), size
    count = ids.count()
    return (rest, count) if count else None


def id_ranges(size: int, within: IdRange = EVERYBODY) -> Iterator[tuple[IdRange, int]]:
    """Yield ranges of `size` contacts in the order of their ids, with their number.

    Args:
        size: the number of contacts in a range; the last may have fewer.
        within: the contacts to divide.
    """
    rest = within
    while found := next_range(rest, size):
        yield found
        if found[0].until == within.until:
            return
        rest = IdRange(found[0].until, within.until)
