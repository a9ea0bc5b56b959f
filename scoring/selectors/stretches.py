"""All contacts, or a stretch of them, piece by piece."""

from collections.abc import Iterator

from mauntic.crm.models import Contact
from scoring.selectors.scope import Stretch

EVERYBODY = Stretch()


def next_stretch(rest: Stretch, size: int) -> tuple[Stretch, int] | None:
    """The next contacts of `rest` in the order of their ids, and how many; None after the last one.

    Only the id at the end of the stretch is read, and what is left over after the last full one is counted.
    """
    ids = rest.narrow(Contact.objects.order_by("id").values_list("id", flat=True), "id")
    if until := ids[size - 1 : size].first():
        return Stretch(rest.after, until), size
    count = ids.count()
    return (rest, count) if count else None


def stretches(size: int, within: Stretch = EVERYBODY) -> Iterator[tuple[Stretch, int]]:
    """The contacts in the order of their ids, `size` at a time, and how many they are."""
    rest = within
    while found := next_stretch(rest, size):
        yield found
        if found[0].until == within.until:
            return
        rest = Stretch(found[0].until, within.until)
