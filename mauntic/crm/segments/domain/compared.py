"""Which fields conditions name, even those that no longer fit: read from their JSON."""

from collections.abc import Mapping, Sequence


def compared(conditions: object) -> set[str]:
    """Return the keys of the fields that conditions name. Args: `conditions` are JSON as it is stored."""
    match conditions:
        case {"field": str() as key}:
            return {key}
        case Mapping():
            return set().union(*map(compared, conditions.values()))
        case Sequence() if not isinstance(conditions, str):
            return set().union(*map(compared, conditions))
    return set()
