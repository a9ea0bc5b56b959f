"""What the DNS records of a sending domain say: SPF, DKIM and DMARC.

A record that nobody could look up is unknown, and never missing. Selectors of DKIM cannot be listed: where no
well-known one has a key, DKIM is unconfirmed, and never missing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

Lookup = Callable[[str], Sequence[str] | None]
"""Returns the TXT records of a name: none if there are none, None if nobody answered."""

SELECTORS = (
    *("google", "selector1", "selector2", "default", "dkim", "mail", "smtp", "s1", "s2", "k1", "k2", "k3"),
    *("fm1", "protonmail", "zoho", "pm", "mx", "mandrill"),
)
"""Those of Google, Microsoft 365, SendGrid, Mailchimp, Fastmail, Proton, Zoho, Postmark, and common ones."""


class State(StrEnum):
    """What was found of a record. `fault`: it is there, and receivers cannot use it."""

    PRESENT = "present"
    MISSING = "missing"
    FAULT = "fault"
    UNCONFIRMED = "unconfirmed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found.

    Args:
        state: of the record.
        record: its text; of DKIM the name of the selector.
        note: what is special about it: several, open, none, no_policy.
    """

    state: State
    record: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found of a domain."""

    spf: Finding
    dkim: Finding
    dmarc: Finding

    @property
    def is_unproven(self) -> bool | None:
        """Return whether neither SPF nor DMARC is there; None if a look-up failed."""
        states = {self.spf.state, self.dmarc.state}
        if states == {State.MISSING}:
            return True
        return None if states <= {State.MISSING, State.UNKNOWN} else False


def find(domain: str, parent: str, lookup: Lookup, selectors: Iterable[str] = ()) -> Findings:
    """Look up the records of a domain.

    Args:
        domain: in ASCII.
        parent: its registered domain, whose DMARC record counts where the domain has none.
        lookup: of TXT records.
        selectors: to try before the well-known ones.
    """
    spf = spf_of(lookup(domain))
    if spf.state == State.UNKNOWN:  # the other names would wait for the same servers
        return Findings(spf, spf, spf)
    dmarc = dmarc_of(lookup(f"_dmarc.{domain}"))
    if dmarc.state == State.MISSING and parent not in {"", domain}:
        dmarc = dmarc_of(lookup(f"_dmarc.{parent}"))
    return Findings(spf, _dkim(domain, lookup, (*selectors, *SELECTORS)), dmarc)


def spf_of(texts: Sequence[str] | None) -> Finding:
    """Return what the records of a domain say about SPF (RFC 7208): several are an error for receivers."""
    if texts is None:
        return Finding(State.UNKNOWN)
    found = [text for text in texts if (text.lower() + " ").startswith("v=spf1 ")]
    if not found:
        return Finding(State.MISSING)
    if len(found) > 1:
        return Finding(State.FAULT, found[0], "several")
    is_open = found[0].lower().split()[-1] in {"+all", "all"}
    return Finding(State.PRESENT, found[0], "open" if is_open else "")


def dmarc_of(texts: Sequence[str] | None) -> Finding:
    """Return what the records of `_dmarc.<domain>` say (RFC 7489). Several count as none."""
    if texts is None:
        return Finding(State.UNKNOWN)
    found = [text for text in texts if text.lower().replace(" ", "").startswith("v=dmarc1")]
    if not found:
        return Finding(State.MISSING)
    if len(found) > 1:
        return Finding(State.FAULT, found[0], "several")
    policy = tags_of(found[0]).get("p", "").lower()
    if policy not in {"none", "quarantine", "reject"}:
        return Finding(State.FAULT, found[0], "no_policy")
    return Finding(State.PRESENT, found[0], "none" if policy == "none" else "")


def key_in(texts: Sequence[str] | None) -> str | None:
    """Return the public key of DKIM among records (RFC 6376); empty without one, None if nobody answered."""
    if texts is None:
        return None
    keys = (tags_of(text).get("p", "") for text in texts if "spf1" not in text.lower())
    return next((key for key in keys if key), "")


def tags_of(text: str) -> dict[str, str]:
    """Return the tags of a record such as `v=DMARC1; p=none`. Blanks do not count."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): "".join(value.split()) for name, equals, value in pairs if equals}


def _dkim(domain: str, lookup: Lookup, selectors: Iterable[str]) -> Finding:
    for selector in dict.fromkeys(selectors):
        key = key_in(lookup(f"{selector}._domainkey.{domain}"))
        if key is None:
            return Finding(State.UNKNOWN)
        if key:
            return Finding(State.PRESENT, selector)
    return Finding(State.UNCONFIRMED)
