"""Rules for consent to tracking."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

# Names of the category of analytics in consent platforms. C0002 is OneTrust's.
ANALYTICS = frozenset({"analytics", "statistics", "performance", "measurement", "c0002"})

Consent = Mapping[str, Any] | None


class Tracked(NamedTuple):
    """Whether each message may be stored, in order, and who refuses tracking after the last one."""

    messages: list[bool]
    refusing: set[str]


def tracked(senders: Iterable[tuple[str, Consent]], *, refused_before: Collection[str] = ()) -> Tracked:
    """Decide which messages may be stored. A refusal holds until consent is given.

    Args: `senders` are the `anonymous_id` and the `context.consent` of each message, in the order in which
    they were sent. `refused_before` are those who had refused before the first one.
    """
    refusing, stored = set(refused_before), []
    for name, consent in senders:
        if refused(consent):
            refusing.add(name)
        elif consent:
            refusing.discard(name)
        stored.append(name not in refusing)
    return Tracked(stored, refusing)


def may_track(*, dnt: bool, gpc: bool, consent: Consent, honored: bool) -> bool:
    """Return whether a message may be stored with its sender.

    A refusal of the visitor always counts. `dnt` (Do Not Track) and `gpc` (Global Privacy Control) count if
    the organization honors them.

    Args: `consent` is `context.consent` of a message: `{"categoryPreferences": {"Analytics": false}}`.
    """
    return not refused(consent) and not (honored and (dnt or gpc))


def refused(consent: Consent) -> bool:
    """Return whether the visitor refused analytics, or, without such a category, everything."""
    preferences = (consent or {}).get("categoryPreferences")
    if not isinstance(preferences, Mapping) or not preferences:
        return False
    analytics = [given for name, given in preferences.items() if str(name).lower() in ANALYTICS]
    return not all(analytics) if analytics else not any(preferences.values())
