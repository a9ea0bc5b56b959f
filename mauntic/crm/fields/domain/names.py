"""Names of fields in words."""

import re
from collections.abc import Iterable

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def words(names: Iterable[str]) -> str:
    """List field names in words: `direct_phone` and `directPhone` are "direct phone"."""
    return ", ".join(_CAPITAL.sub(" ", name).replace("_", " ").lower() for name in names)
