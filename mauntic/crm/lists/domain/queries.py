"""What of the address of a list belongs to a view: filters, tab and order; not the page in it."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import parse_qsl, urlencode

LONGEST_QUERY = 2_000
NOT_OF_A_VIEW = frozenset({"view", "after", "before", "ids", "edit"})


def query_of(given: Mapping[str, Sequence[str]]) -> str:
    """Return the query of a view: its filled parameters in the order of their names.

    Args: `given` holds the values of each parameter.
    """
    pairs = ((name, value) for name in sorted(given) for value in given[name])
    return urlencode([pair for pair in pairs if pair[1] and pair[0] not in NOT_OF_A_VIEW])


def is_same(one: str, other: str, usual: Iterable[tuple[str, str]] = ()) -> bool:
    """Return whether two queries show the same.

    Args:
        one: a query.
        other: another one.
        usual: parameters that say what is shown without them, too.
    """
    left_out = set(usual)
    first, second = (sorted(set(parse_qsl(query)) - left_out) for query in (one, other))
    return first == second
