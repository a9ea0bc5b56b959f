"""Whether a visitor may be told apart from others."""

from collections.abc import Mapping
from typing import Any

# What consent platforms call the category that measuring belongs to; C0002 is OneTrust's.
ANALYTICS = frozenset({"analytics", "statistics", "performance", "measurement", "c0002"})


def may_track(*, dnt: bool, gpc: bool, consent: Mapping[str, Any] | None, honoured: bool) -> bool:
    """Whether a message may be kept with who sent it.

    A refusal of the visitor always counts. `dnt` (Do Not Track) and `gpc` (Global Privacy Control) are wishes
    of the browser, and count where the organization honours them. The strictest wins. `consent` is
    `context.consent` of a message: `{"categoryPreferences": {"Analytics": false}}`.
    """
    return not refused(consent) and not (honoured and (dnt or gpc))


def refused(consent: Mapping[str, Any] | None) -> bool:
    """Whether the visitor said no: to measuring, or, where that has no category, to everything."""
    preferences = (consent or {}).get("categoryPreferences")
    if not isinstance(preferences, Mapping) or not preferences:
        return False
    of_measuring = [said for name, said in preferences.items() if str(name).lower() in ANALYTICS]
    return not all(of_measuring) if of_measuring else not any(preferences.values())
